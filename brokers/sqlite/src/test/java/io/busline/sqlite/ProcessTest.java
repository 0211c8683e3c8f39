package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.StartPosition;
import io.busline.servers.JavaProcess;
import io.busline.spi.InboundMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes use one file, and some are killed. */
class ProcessTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("bus.db");
  }

  private static String id(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  @Test
  void what_a_killed_publisher_had_confirmed_is_there_and_in_order() {
    Random random = new Random(7);
    List<String> confirmed = new ArrayList<>();
    for (int life = 0; life < 4; life++) {
      try (JavaProcess child = Child.start(file, "publish", "life" + life + "-")) {
        assertThat(child.line()).isEqualTo("ready");
        int lines = 1 + random.nextInt(80);
        for (int i = 0; i < lines; i++) {
          confirmed.add(id(child.line()));
        }
        child.kill().forEach(line -> confirmed.add(id(line)));
      }
    }

    try (Bus bus = new Bus(file);
        Consumer consumer = bus.broadcast(StartPosition.earliest(), "order.created")) {
      List<String> stored = consumer.await(confirmed.size()).ids();

      assertThat(stored).containsSubsequence(confirmed);
      assertThat(stored)
          .as("at most one in work in each life")
          .hasSizeLessThanOrEqualTo(confirmed.size() + 4);
      assertThat(bus.broker.diagnose())
          .filteredOn(finding -> finding.subject().equals("integrity"))
          .allMatch(finding -> finding.message().contains("whole"));
    }
  }

  @Test
  void killed_consumers_lose_nothing_and_keep_the_order_of_keys() {
    int events = 600;
    Random random = new Random(8);
    Set<String> handled = new LinkedHashSet<>();
    int deliveries = 0;
    try (Bus bus = new Bus(file)) {
      bus.publishOrders(0, events, 7);
      for (int life = 0; life < 4; life++) {
        try (JavaProcess child = Child.start(file, "consume", "g")) {
          assertThat(child.line()).isEqualTo("ready");
          // On a busy machine a child may have been done before it was killed.
          for (int i = random.nextInt(150); i >= 0 && handled.size() < events; i--) {
            handled.add(id(child.line()));
            deliveries++;
          }
          List<String> rest = child.kill();
          rest.forEach(line -> handled.add(id(line)));
          deliveries += rest.size();
        }
      }
      try (Consumer last = bus.group("g", "order.created")) {
        while (handled.size() < events) {
          int before = last.arrived.size();
          last.await(before + 1);
          last.arrived
              .subList(before, last.arrived.size())
              .forEach(m -> handled.add(m.event().id()));
          deliveries += last.arrived.size() - before;
          last.ack();
        }
      }
    }

    Map<Integer, Integer> lastOfKey = new HashMap<>();
    for (String id : handled) {
      int number = Integer.parseInt(id.substring(1));
      assertThat(lastOfKey.getOrDefault(number % 7, -1)).isLessThan(number);
      lastOfKey.put(number % 7, number);
    }
    assertThat(handled).hasSize(events);
    assertThat(deliveries).as("only what was in flight came again").isLessThan(events + 4 * 200);
  }

  @Test
  void a_restarted_consumer_goes_on_without_waiting_for_a_lease() {
    try (Bus bus = new Bus(file)) {
      bus.publishOrders(0, 100, 20);
      try (JavaProcess child = Child.start(file, "consume", "g")) {
        assertThat(child.line()).isEqualTo("ready");
        child.line();
        child.kill();
      }
      bus.publish("order.created", "new", "k1");

      long start = System.nanoTime();
      try (Consumer consumer = bus.group("g", "order.created")) {
        // What the child may have been working on comes one by one.
        while (!consumer.ids().contains("new")) {
          consumer.await(consumer.arrived.size() + 1).ack();
        }
      }

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(Settings.DEFAULT_LEASE.dividedBy(2));
    }
  }

  @Test
  void an_event_is_soon_seen_by_another_process() {
    try (Bus bus = new Bus(file);
        Consumer consumer = bus.broadcast(StartPosition.latest(), "order.created");
        JavaProcess child = Child.start(file, "publish", "e")) {
      assertThat(child.line()).isEqualTo("ready");
      List<Long> delays = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        consumer.await(i + 1);
        InboundMessage message = consumer.arrived.get(i);
        long seen = System.currentTimeMillis();
        String[] line = child.line().split(" ", 2);
        assertThat(message.event().id()).isEqualTo(line[0]);
        delays.add(seen - Long.parseLong(line[1]));
      }

      delays.sort(null);
      System.getLogger("latency")
          .log(
              System.Logger.Level.INFO,
              "median {0} ms, 90% {1} ms",
              delays.get(100),
              delays.get(180));
    }
  }
}
