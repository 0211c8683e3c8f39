package io.busline.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.memory.MemoryBroker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BuslineMetricsTest {
  private static final int EVENTS = 10_000;

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final MemoryBroker broker = MemoryBroker.create();

  @AfterEach
  void close() {
    broker.close();
  }

  private EventBus connect(MeterRegistry to) {
    return EventBus.builder(broker).service("tests").observer(BuslineMetrics.of(to)).connect();
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private double count(String counter) {
    return registry.find(counter).counters().stream().mapToDouble(Counter::count).sum();
  }

  @Test
  @MayWarn({"is a dead letter", "did not return in time"})
  void every_meter_is_in_the_guide_with_its_tags() throws Exception {
    try (EventBus bus = connect(registry)) {
      bus.subscription("g")
          .retry(RetryPolicy.fixed(2, Duration.ofMillis(1)))
          .on(
              "order.placed",
              byte[].class,
              event -> {
                throw new IllegalStateException("no");
              })
          .subscribe();
      bus.subscription("s")
          .handlerTimeout(Duration.ofMillis(50))
          .retry(RetryPolicy.none())
          .on("stuck.here", byte[].class, event -> new CountDownLatch(1).await())
          .subscribe();
      bus.publish("order.placed", new byte[0]);
      bus.publish("stuck.here", new byte[0]);

      until(() -> count("busline.dead_letters") == 2 && count("busline.handler.stuck") == 1);
      until(() -> count("messaging.client.sent.messages") == 2);

      assertThat(tagsByName()).isEqualTo(guide());
    }
  }

  private Map<String, Set<String>> tagsByName() {
    Map<String, Set<String>> tags = new TreeMap<>();
    for (Meter meter : registry.getMeters()) {
      if (meter.getId().getTag("le") != null) {
        continue; // A bucket, which the simple registry shows as a gauge.
      }
      tags.computeIfAbsent(meter.getId().getName(), name -> new TreeSet<>())
          .addAll(meter.getId().getTags().stream().map(Tag::getKey).toList());
    }
    return tags;
  }

  /** The attributes of each metric, as the tables in the guide say. */
  private static Map<String, Set<String>> guide() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("..", "..", "docs", "guide", "observability.md"));
    Map<String, Set<String>> sets =
        lines.stream()
            .filter(line -> line.startsWith("| *"))
            .collect(
                Collectors.toMap(
                    line -> line.split("\\|", -1)[1].strip(), BuslineMetricsTest::codes));
    Map<String, Set<String>> metrics = new TreeMap<>();
    for (String line : lines) {
      String[] cells = line.split("\\|", -1);
      if (cells.length > 4 && Set.of("counter", "histogram", "gauge").contains(cells[2].strip())) {
        metrics.put(codes(cells[1]).iterator().next(), attributes(cells[4].strip(), sets));
      }
    }
    return metrics;
  }

  private static Set<String> attributes(String cell, Map<String, Set<String>> sets) {
    if (!cell.startsWith("*")) {
      return codes(cell);
    }
    Set<String> attributes = new TreeSet<>(sets.get(cell.substring(0, cell.indexOf('*', 1) + 1)));
    attributes.removeAll(codes(cell));
    return attributes;
  }

  private static Set<String> codes(String cell) {
    return Pattern.compile("`([^`]+)`")
        .matcher(cell)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void ten_thousand_keys_and_ids_add_no_series() throws Exception {
    CountDownLatch handled = new CountDownLatch(EVENTS + 1);
    try (EventBus bus = connect(registry)) {
      bus.subscription("g")
          .on("order.placed", byte[].class, event -> handled.countDown())
          .subscribe();
      bus.publish("order.placed", new byte[0]);
      until(() -> count("messaging.client.consumed.messages") == 1);
      until(() -> registry.find("messaging.process.duration").timer() != null);
      int before = registry.getMeters().size();

      List<Object> events = new ArrayList<>();
      for (int i = 0; i < EVENTS; i++) {
        events.add(Event.builder("order.placed", new byte[0]).id("id-" + i).subject("key-" + i));
      }
      bus.publishAll(events);

      assertThat(handled.await(60, TimeUnit.SECONDS)).isTrue();
      until(() -> count("messaging.client.consumed.messages") == EVENTS + 1);
      assertThat(registry.getMeters()).hasSize(before);
    }
  }

  @Test
  void gauges_live_as_long_as_what_they_tell_of() {
    EventBus bus = connect(registry);
    var subscription =
        bus.subscription("g").on("order.placed", byte[].class, event -> {}).subscribe();
    until(() -> registry.find("busline.subscription.lag").gauge() != null);
    assertThat(registry.get("busline.subscription.lag").gauge().value()).isZero();
    assertThat(
            registry
                .get("busline.subscription.state")
                .tag("busline.state", "running")
                .gauge()
                .value())
        .isEqualTo(1);

    subscription.close();
    until(() -> registry.find("busline.subscription.lag").gauge() == null);
    bus.close();
    until(() -> registry.find("busline.publish.inflight").gauge() == null);
  }

  @Test
  void a_registry_may_be_bound_after_the_bus_is_connected() {
    BuslineMetrics metrics = new BuslineMetrics();
    try (EventBus bus = EventBus.builder(broker).service("tests").observer(metrics).connect()) {
      bus.publish("order.placed", new byte[0]);
      metrics.bindTo(registry);
      bus.publish("order.placed", new byte[0]);

      until(() -> count("messaging.client.sent.messages") >= 1);
    }
  }

  /** Fails for whoever makes a counter, or holds them up. */
  private static MeterRegistry broken(Runnable fault) {
    return new SimpleMeterRegistry() {
      @Override
      protected Counter newCounter(Meter.Id id) {
        fault.run();
        return super.newCounter(id);
      }
    };
  }

  private void expectTraffic(MeterRegistry to) throws InterruptedException {
    expectTraffic(to, () -> {});
  }

  /** Does something once half of the events are published. */
  private void expectTraffic(MeterRegistry to, Runnable halfway) throws InterruptedException {
    CountDownLatch handled = new CountDownLatch(100);
    try (EventBus bus = connect(to)) {
      bus.subscription("g")
          .on("order.placed", byte[].class, event -> handled.countDown())
          .subscribe();
      for (int i = 0; i < 100; i++) {
        if (i == 50) {
          halfway.run();
        }
        bus.publish("order.placed", new byte[0]);
      }
      assertThat(handled.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @Warns("further failures of it are logged at DEBUG")
  void a_registry_that_throws_costs_no_event_and_is_logged_once() throws Exception {
    expectTraffic(
        broken(
            () -> {
              throw new IllegalStateException("closed");
            }));
  }

  @Test
  void a_registry_that_blocks_holds_up_no_event() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    expectTraffic(
        broken(
            () -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    release.countDown();
  }

  @Test
  void a_registry_that_is_closed_costs_no_event() throws Exception {
    registry.close();

    expectTraffic(registry);
  }

  @Test
  void a_registry_that_is_closed_while_events_flow_costs_none() throws Exception {
    expectTraffic(registry, registry::close);
  }
}
