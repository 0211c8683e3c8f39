package io.busline.spring.test;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.Subscription;
import io.busline.testkit.TestBroker;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.Lifecycle;

/**
 * The bus of an application context, exchanged for a new one between two tests. The first test gets
 * the one with which the context started. For one test at a time.
 */
final class TestBus implements AutoCloseable {
  private final String service;
  private final UnaryOperator<EventBusBuilder> options;
  private final EventBusProxy proxy = new EventBusProxy();
  private Set<String> groups = Set.of();

  TestBus(String service, UnaryOperator<EventBusBuilder> options) {
    this.service = service;
    this.options = options;
    open();
  }

  private void open() {
    proxy.pointTo(TestBroker.create(service).connect(service, options));
  }

  /**
   * The bus of a context.
   *
   * @throws IllegalStateException if it has none
   */
  static TestBus of(ApplicationContext context) {
    TestBus bus = context.getBeanProvider(TestBus.class).getIfAvailable();
    if (bus == null) {
      throw new IllegalStateException(
          "the application has no test bus, as its auto-configuration is off. Put @SpringBootTest"
              + " or @BuslineTest on the test");
    }
    return bus;
  }

  EventBus proxy() {
    return proxy.bus();
  }

  /** The bus for a test that begins. */
  EventBus begin() {
    groups = groups();
    return proxy.get();
  }

  /**
   * Opens a bus for the next test, after the one of the last is closed.
   *
   * @param handlers subscribes the application's methods
   * @return whether everything is subscribed that was when the test began; otherwise the
   *     application has done that when it started, and only another start does it again
   */
  boolean exchange(Lifecycle handlers) {
    handlers.stop();
    open();
    handlers.start();
    return groups().containsAll(groups);
  }

  /** Broadcasts are counted, as they have no name. */
  private Set<String> groups() {
    Set<String> names = new TreeSet<>();
    int broadcasts = 0;
    for (Subscription subscription : proxy.get().subscriptions()) {
      Optional<String> group = subscription.group();
      names.add(group.isPresent() ? group.get() : "broadcast " + broadcasts++);
    }
    return names;
  }

  @Override
  public void close() {
    TestBroker broker = TestBroker.of(proxy.get());
    broker.closeBuses();
    broker.close();
  }
}
