package io.busline.junit;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.error.ConfigurationException;
import io.busline.memory.VirtualTime;
import io.busline.testkit.HandledEvents;
import io.busline.testkit.PublishedEvents;
import io.busline.testkit.Recorder;
import io.busline.testkit.TestBroker;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** What one test is given, and what it may not leave behind. For the test's thread. */
final class BusOfTest {
  private static final Set<Class<?>> GIVEN =
      Set.of(
          EventBus.class,
          TestBroker.class,
          VirtualTime.class,
          PublishedEvents.class,
          HandledEvents.class,
          Recorder.class);

  private final String id;
  private final TestBroker broker;
  private final EventBus bus;
  private final Map<Class<?>, Recorder<?>> recorders = new HashMap<>();

  /** Opened when the test asks for its URL. */
  private @Nullable NamedMemory memory;

  /**
   * Takes the bus over, and its broker.
   *
   * @param id which test it is for, among all
   * @param bus an open one, on a test broker
   */
  BusOfTest(String id, EventBus bus) {
    this.id = id;
    this.broker = TestBroker.of(bus);
    this.bus = bus;
  }

  /** Whether there is something for a parameter or field of a type. */
  static boolean gives(Class<?> type, boolean isUrl) {
    return isUrl ? type == String.class : GIVEN.contains(type);
  }

  /** What there is of a type that {@link #gives} names. */
  Object given(Type type, boolean isUrl) {
    if (isUrl) {
      memory = memory == null ? new NamedMemory(broker.toString(), id) : memory;
      return memory.url();
    }
    if (type == EventBus.class) {
      return bus;
    }
    if (type == TestBroker.class) {
      return broker;
    }
    if (type == VirtualTime.class) {
      return broker.time();
    }
    if (type == PublishedEvents.class) {
      return broker.published();
    }
    if (type == HandledEvents.class) {
      return broker.handled();
    }
    return recorder(type);
  }

  private Recorder<?> recorder(Type type) {
    if (type instanceof ParameterizedType recorder
        && recorder.getActualTypeArguments()[0] instanceof Class<?> dataClass
        && !dataClass.isArray()) {
      try {
        return recorders.computeIfAbsent(dataClass, wanted -> Recorder.of(bus, wanted));
      } catch (ConfigurationException e) {
        throw new ExtensionConfigurationException(
            "%s cannot be subscribed: %s. For other events, create a recorder and subscribe it"
                .formatted(type.getTypeName(), e.getMessage()),
            e);
      }
    }
    throw new ExtensionConfigurationException(
        "%s does not say which events to record. Write Recorder<OrderPaid>, with a class that has @EventType; or create a recorder and subscribe it"
            .formatted(type.getTypeName()));
  }

  /** Ends the test's bus; throws if the test passed and left something behind. */
  void end(boolean hasFailed, boolean expectsDeadLetters) {
    recorders.values().forEach(Recorder::release);
    List<String> faults = new ArrayList<>();
    try {
      if (!hasFailed) {
        faults.addAll(leftBehind(expectsDeadLetters));
      }
      bus.close();
      if (!hasFailed && !broker.openBuses().isEmpty()) {
        faults.add(
            "the test left a bus open: %s. Close it, best by try-with-resources, or use the bus that is injected"
                .formatted(String.join("; ", broker.openBuses())));
      }
      if (memory != null && !memory.close() && !hasFailed) {
        faults.add(
            "the test left a bus open on %s. Close it, or have the service close it"
                .formatted(memory.url()));
      }
    } finally {
      broker.closeBuses();
      broker.close();
    }
    if (!faults.isEmpty()) {
      throw new AssertionError(broker + ": " + String.join("\n", faults));
    }
  }

  private List<String> leftBehind(boolean expectsDeadLetters) {
    try {
      broker.settle();
    } catch (AssertionError e) {
      return List.of("the test ended while events were being handled: " + e.getMessage());
    }
    List<DeadLetter> letters = new ArrayList<>(broker.deadLetters());
    if (memory != null) {
      letters.addAll(memory.deadLetters());
    }
    if (expectsDeadLetters == letters.isEmpty()) {
      return List.of(
          expectsDeadLetters
              ? "@ExpectsDeadLetters is on the test, and there are none. Handled: "
                  + broker.handled()
              : "the test left dead letters: %s\nIf they are meant, put @ExpectsDeadLetters on the test; else mend the handler, or redrive or discard them"
                  .formatted(Letters.inWords(letters)));
    }
    return List.of();
  }
}
