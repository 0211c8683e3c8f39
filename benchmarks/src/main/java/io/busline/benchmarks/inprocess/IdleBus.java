package io.busline.benchmarks.inprocess;

import io.busline.EventBus;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Spread;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.load.Order;
import io.busline.memory.MemoryBroker;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a bus does when there is little to do. */
public final class IdleBus {
  private static final int EVENTS = 200;
  private static final int SUBSCRIPTIONS = 1_000;

  /** Long beside the naps a consumer takes after an event, so that it sleeps. */
  private static final long PAUSE_MILLIS = 5;

  private IdleBus() {}

  public static List<Scenario> scenarios(Effort effort) {
    return List.of(
        Scenario.of(
            "from publish to handler on an idle bus, memory:",
            Unit.MICROS,
            () -> new Latency(memory(), effort.events(EVENTS))),
        Scenario.of(
            "%,d idle subscriptions, memory:".formatted(SUBSCRIPTIONS),
            Unit.PERCENT,
            () -> new Idling(memory(), effort.events(SUBSCRIPTIONS), effort)));
  }

  private static EventBus memory() {
    return EventBus.builder(MemoryBroker.create()).service("benchmarks").connect();
  }

  /** Publishes now and then. */
  private static final class Latency implements Subject {
    private final EventBus bus;
    private final int events;
    private volatile CountDownLatch handled = new CountDownLatch(0);
    private volatile long handledAt;

    Latency(EventBus bus, int events) {
      this.bus = bus;
      this.events = events;
      bus.subscribe(Order.TYPE, byte[].class, event -> handled());
    }

    private void handled() {
      handledAt = System.nanoTime();
      handled.countDown();
    }

    @Override
    public Sample sample() throws Exception {
      List<Double> micros = new ArrayList<>();
      for (int i = 0; i < events; i++) {
        Thread.sleep(PAUSE_MILLIS);
        CountDownLatch latch = new CountDownLatch(1);
        handled = latch;
        long start = System.nanoTime();
        bus.publish(Order.TYPE, Order.bytes());
        if (!latch.await(10, TimeUnit.SECONDS)) {
          throw new IllegalStateException("an event did not arrive");
        }
        micros.add((handledAt - start) / 1e3);
      }
      List<Double> sorted = micros.stream().sorted().toList();
      return Sample.of(Spread.of(micros).median())
          .with("µs at p99", sorted.get(sorted.size() * 99 / 100));
    }

    @Override
    public void close() {
      bus.close();
    }
  }

  /** Does nothing. */
  private static final class Idling implements Subject {
    private final EventBus bus;
    private final Effort effort;

    Idling(EventBus bus, int subscriptions, Effort effort) throws InterruptedException {
      this.bus = bus;
      this.effort = effort;
      for (int i = 0; i < subscriptions; i++) {
        bus.subscription("group-" + i).on("type-" + i, byte[].class, event -> {}).subscribe();
      }
    }

    @Override
    public Sample sample() throws Exception {
      var process =
          (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long cpu = process.getProcessCpuTime();
      long start = System.nanoTime();
      Thread.sleep(3 * effort.sample().toMillis());
      double share = (process.getProcessCpuTime() - cpu) / (double) (System.nanoTime() - start);
      return Sample.of(100 * share);
    }

    @Override
    public void close() {
      bus.close();
    }
  }
}
