package io.busline.benchmarks.inprocess;

import io.busline.EventBus;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Work;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Reader;
import io.busline.memory.MemoryBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What an event costs in memory, as groups, events, types and subscriptions become many. Each
 * sample is taken on a new broker.
 *
 * @param effort how much
 */
public record MemoryGrowth(Effort effort) {
  private static final int EVENTS = 50_000;
  private static final String GROUP = "group";

  public static List<Scenario> scenarios(Effort effort) {
    MemoryGrowth growth = new MemoryGrowth(effort);
    List<Scenario> rows = new ArrayList<>();
    rows.addAll(
        rows("publish into %,d waiting events", growth::publish, 10_000, 100_000, 1_000_000));
    rows.addAll(rows("consume %,d waiting events", growth::consume, 10_000, 100_000, 1_000_000));
    rows.addAll(rows("publish and handle, spread over %,d types", growth::types, 1, 100, 10_000));
    rows.addAll(
        rows("publish beside %,d idle subscriptions", growth::subscriptions, 1, 100, 1_000));
    rows.addAll(rows("publish and handle in %,d groups", growth::groups, 1, 10, 100));
    rows.addAll(rows("publish one by one on %,d threads", growth::threads, 1, 8, 64));
    return rows;
  }

  private static List<Scenario> rows(String name, IntFunction<Subject> subject, int... sizes) {
    return Scenario.growing(name, size -> () -> subject.apply(size), sizes);
  }

  private static EventBus memory() {
    return EventBus.builder(MemoryBroker.create()).service("benchmarks").connect();
  }

  /** What no group waits for, the broker would forget. */
  private static void publishForAbsent(EventBus bus, int events) {
    new Reader(bus, GROUP, Order.TYPE).close();
    publish(bus, events);
  }

  private static void publish(EventBus bus, int events) {
    byte[] data = Order.bytes();
    for (int i = 0; i < events; i++) {
      bus.publish(Order.TYPE, data);
    }
  }

  private Subject publish(int waiting) {
    int events = effort.events(EVENTS);
    return () -> {
      try (EventBus bus = memory()) {
        publishForAbsent(bus, effort.events(waiting));
        return Work.perEvent(events, () -> publish(bus, events));
      }
    };
  }

  private Subject consume(int waiting) {
    int events = effort.events(waiting);
    return () -> {
      try (EventBus bus = memory()) {
        publishForAbsent(bus, events);
        return Work.perEvent(events, () -> new Reader(bus, GROUP, Order.TYPE).await(events));
      }
    };
  }

  private Subject types(int number) {
    int events = effort.events(2 * EVENTS);
    List<String> types = IntStream.range(0, number).mapToObj(i -> "topic.type-" + i).toList();
    return () -> {
      try (EventBus bus = memory()) {
        Reader reader = new Reader(bus, GROUP, "topic.*");
        byte[] data = Order.bytes();
        types.forEach(type -> bus.publish(type, data));
        Work spread =
            () -> {
              for (int i = 0; i < events; i++) {
                bus.publish(types.get(i % number), data);
              }
              reader.await(number + events);
            };
        return Work.perEvent(events, spread);
      }
    };
  }

  private Subject subscriptions(int idle) {
    int events = effort.events(EVENTS);
    return () -> {
      try (EventBus bus = memory()) {
        for (int i = 0; i < effort.events(idle); i++) {
          bus.subscribe("other.type-" + i, byte[].class, event -> {});
        }
        return Work.perEvent(events, () -> publish(bus, events));
      }
    };
  }

  private Subject threads(int number) {
    byte[] data = Order.bytes();
    return () -> {
      try (EventBus bus = memory()) {
        new Reader(bus, GROUP, Order.TYPE).close();
        return Work.perEventOnThreads(
            number, effort.events(EVENTS), () -> bus.publish(Order.TYPE, data));
      }
    };
  }

  private Subject groups(int number) {
    int events = effort.events(EVENTS);
    return () -> {
      try (EventBus bus = memory()) {
        List<Reader> readers =
            IntStream.range(0, number)
                .mapToObj(i -> new Reader(bus, "group-" + i, Order.TYPE))
                .toList();
        Work publishing =
            () -> {
              publish(bus, events);
              readers.forEach(reader -> reader.await(events));
            };
        return Work.perEvent(events, publishing);
      }
    };
  }
}
