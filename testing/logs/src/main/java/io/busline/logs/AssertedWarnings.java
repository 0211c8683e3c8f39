package io.busline.logs;

import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test during which Busline logs a warning, or worse, that the test does not assert with
 * {@link Warns} or {@link MayWarn}, or fails to log one that it demands. What is logged outside of
 * tests fails their class. Warnings that are asserted are not shown unless the test fails.
 *
 * <p>JUnit finds it by itself where it is on the class path and may look, which {@code pom.xml}
 * sees to. For tests that run one after another in their JVM.
 */
public final class AssertedWarnings
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private static final Namespace OURS = Namespace.create(AssertedWarnings.class);

  /** How long a test waits for the warnings that it demands, unless a parameter says otherwise. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static final String PATIENCE_MILLIS = "io.busline.logs.patience.millis";

  /** For JUnit. */
  public AssertedWarnings() {}

  /**
   * Takes back what a test demands, because something else is run in its place. It still may log
   * that.
   *
   * @param test the context of the test, or of the factory of tests
   */
  public static void demandNothing(ExtensionContext test) {
    Expectations expectations = expectationsIn(test);
    if (expectations != null) {
      expectations.demandNothing();
    }
  }

  @Override
  public void beforeAll(ExtensionContext tests) {
    begin(tests, Expectations.aroundTests(around(tests)));
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    begin(test, Expectations.ofTest(around(test)));
  }

  private static void begin(ExtensionContext context, Expectations expectations) {
    context.getStore(OURS).put(Expectations.class, expectations);
    log(context).expect(expectations);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    end(test);
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    end(tests);
  }

  private static void end(ExtensionContext context) {
    Expectations expectations = expectationsIn(context);
    if (expectations == null) {
      return;
    }
    boolean hasFailed = context.getExecutionException().isPresent();
    if (!hasFailed) {
      expectations.await(patience(context));
    }
    log(context).expect(context.getParent().map(AssertedWarnings::expectationsIn).orElse(null));
    if (hasFailed) {
      expectations.demandNothing();
    }
    List<String> problems = expectations.problems();
    if (hasFailed || !problems.isEmpty()) {
      expectations.withheld().forEach(log(context)::show);
    }
    if (!problems.isEmpty()) {
      throw new AssertionError(
          String.join("; ", problems) + ". A test says with @Warns or @MayWarn what it provokes");
    }
  }

  /** A test may see what happened a moment before the thread that did it tells. */
  private static Duration patience(ExtensionContext context) {
    return context
        .getConfigurationParameter(PATIENCE_MILLIS)
        .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
        .orElse(PATIENCE);
  }

  /** Those of a context, or of the nearest around it. */
  private static @Nullable Expectations expectationsIn(ExtensionContext context) {
    return context.getStore(OURS).get(Expectations.class, Expectations.class);
  }

  private static WarningLog log(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .computeIfAbsent(WarningLog.class, absent -> new WarningLog(), WarningLog.class);
  }

  /** The test and all classes around it, each once. */
  private static Set<AnnotatedElement> around(ExtensionContext context) {
    Set<AnnotatedElement> elements = new LinkedHashSet<>();
    Optional<ExtensionContext> at = Optional.of(context);
    while (at.isPresent()) {
      at.get().getElement().ifPresent(elements::add);
      at = at.get().getParent();
    }
    return elements;
  }
}
