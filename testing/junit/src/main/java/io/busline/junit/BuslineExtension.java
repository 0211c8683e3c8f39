package io.busline.junit;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.testkit.TestBroker;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each test a bus on a memory broker of its own, named after the test, so that tests may run
 * side by side. Parameters of tests and of methods that run before or after each, and fields with
 * {@link Injected}, may be
 *
 * <ul>
 *   <li>{@link EventBus}, the bus;
 *   <li>{@link TestBroker}, for waiting, and for buses of other services;
 *   <li>{@link io.busline.memory.VirtualTime}, the clock;
 *   <li>{@link io.busline.testkit.PublishedEvents} and {@link io.busline.testkit.HandledEvents};
 *   <li>{@code Recorder<OrderPaid>}, subscribed to the type of that class;
 *   <li>{@code String} with {@link MemoryUrl}, for a service that connects by itself.
 * </ul>
 *
 * <p>After a test that passed, it waits until the bus is quiet. The test fails if there are dead
 * letters that it does not {@linkplain ExpectsDeadLetters expect}, or if it left a bus open that it
 * had opened on the broker. What is open is closed in any case. The extension has no state of its
 * own.
 */
public final class BuslineExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  static final String DEFAULT_SERVICE = "test";

  private static final Namespace OURS = Namespace.create(BuslineExtension.class);

  private final @Nullable String service;
  private final UnaryOperator<EventBusBuilder> options;
  private final @Nullable EventBus opened;

  /** For JUnit, which finds it by {@link BuslineTest}. */
  public BuslineExtension() {
    this(null, UnaryOperator.identity(), null);
  }

  private BuslineExtension(
      @Nullable String service, UnaryOperator<EventBusBuilder> options, @Nullable EventBus opened) {
    this.service = service;
    this.options = options;
    this.opened = opened;
  }

  /**
   * An extension for a field with {@code @RegisterExtension}, instead of {@link BuslineTest}.
   *
   * @param service the name of the service that is tested
   * @return the extension
   */
  public static BuslineExtension forService(String service) {
    return new BuslineExtension(service, UnaryOperator.identity(), null);
  }

  /**
   * An extension for one test, on a bus that is open already. For extensions that build on this one
   * and call it; after its {@link #beforeEach}, any other extension of this class knows the test.
   *
   * @param bus the bus, which {@link TestBroker#connect} has opened; it and its broker are closed
   *     after the test
   * @return the extension
   * @throws IllegalArgumentException if the bus is on no test broker
   */
  public static BuslineExtension on(EventBus bus) {
    TestBroker.of(bus);
    return new BuslineExtension(null, UnaryOperator.identity(), bus);
  }

  /**
   * Opens the bus with options, such as {@code builder -> builder.codec(…)}.
   *
   * @param newOptions sets what the test wants otherwise
   * @return an extension that does
   */
  public BuslineExtension withOptions(UnaryOperator<EventBusBuilder> newOptions) {
    return new BuslineExtension(service, newOptions, opened);
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    InjectedFields.set(test, begun(test));
  }

  @Override
  public void afterEach(ExtensionContext test) {
    BusOfTest bus = test.getStore(OURS).remove(test.getUniqueId(), BusOfTest.class);
    if (bus != null) {
      bus.end(test.getExecutionException().isPresent(), expectsDeadLetters(test));
    }
  }

  private static boolean expectsDeadLetters(ExtensionContext test) {
    for (Optional<ExtensionContext> at = Optional.of(test);
        at.isPresent();
        at = at.get().getParent()) {
      if (AnnotationSupport.isAnnotated(at.get().getElement(), ExpectsDeadLetters.class)) {
        return true;
      }
    }
    return false;
  }

  /** The test's bus, opened when something of it is first asked for. */
  private BusOfTest begun(ExtensionContext test) {
    BusOfTest begun = test.getStore(OURS).get(test.getUniqueId(), BusOfTest.class);
    if (begun == null) {
      begun = opened == null ? open(test) : new BusOfTest(test.getUniqueId(), opened);
      test.getStore(OURS).put(test.getUniqueId(), begun);
    }
    return begun;
  }

  private BusOfTest open(ExtensionContext test) {
    String name = service == null ? serviceOf(test) : service;
    return new BusOfTest(
        test.getUniqueId(), TestBroker.create(nameOf(test)).connect(name, options));
  }

  private static String serviceOf(ExtensionContext test) {
    for (Class<?> at = test.getRequiredTestClass(); at != null; at = at.getEnclosingClass()) {
      Optional<BuslineTest> annotation = AnnotationSupport.findAnnotation(at, BuslineTest.class);
      if (annotation.isPresent()) {
        return annotation.get().service();
      }
    }
    return DEFAULT_SERVICE;
  }

  /** The class and the method, and which of several invocations it is. */
  private static String nameOf(ExtensionContext test) {
    String name =
        test.getRequiredTestClass().getSimpleName() + "." + test.getRequiredTestMethod().getName();
    int invocation = test.getUniqueId().lastIndexOf("invocation:#");
    return invocation < 0
        ? name
        : name
            + test.getUniqueId()
                .substring(test.getUniqueId().indexOf('#', invocation))
                .replace("]", "");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return BusOfTest.gives(
        parameter.getParameter().getType(), parameter.isAnnotated(MemoryUrl.class));
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "%s belongs to one test, and %s is called for several. Make it a parameter of the test or of a method with @BeforeEach, or a field with @Injected"
              .formatted(
                  parameter.getParameter().getType().getSimpleName(),
                  parameter.getDeclaringExecutable()));
    }
    try {
      return begun(context)
          .given(
              parameter.getParameter().getParameterizedType(),
              parameter.isAnnotated(MemoryUrl.class));
    } catch (ExtensionConfigurationException e) {
      throw new ParameterResolutionException(
          "parameter %s of %s: %s"
              .formatted(
                  parameter.getParameter().getName(),
                  parameter.getDeclaringExecutable().getName(),
                  e.getMessage()),
          e);
    }
  }
}
