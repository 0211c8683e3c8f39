package io.busline.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.logs.MayWarn;
import io.busline.servers.JavaProcess;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several processes use one database, and some are killed. */
@Tag("slow")
@MayWarn
class ProcessTest {
  private static final int EVENTS = 600;

  private final Place place = new Place(SharedServer.postgres(Release.CURRENT));

  @Test
  void what_a_killed_publisher_had_confirmed_is_there_and_in_order() {
    Random random = new Random(7);
    List<Integer> confirmed = new ArrayList<>();
    for (int life = 0; life < 4; life++) {
      try (JavaProcess child = Child.start(place.url(), "publish", life + "000")) {
        assertThat(child.line()).isEqualTo("ready");
        for (int left = 1 + random.nextInt(80); left > 0; left--) {
          confirmed.add(Integer.valueOf(child.line()));
        }
        child.kill().forEach(line -> confirmed.add(Integer.valueOf(line)));
      }
    }

    try (EventBus bus = EventBus.connect(place.url())) {
      Orders orders = new Orders().handledBy(bus, "audit");
      orders.await(confirmed.size());
    }
    assertThat(place.number("SELECT count(*) FROM event"))
        .as("at most one in work in each life")
        .isBetween((long) confirmed.size(), confirmed.size() + 4L);
    assertThat(
            place.number(
                "SELECT count(*) FROM event a JOIN event b ON a.seq < b.seq"
                    + " AND substr(a.id, 2)::int > substr(b.id, 2)::int"))
        .as("pairs in the wrong order")
        .isZero();
  }

  /** The first order that each key had last. */
  private static void assertInOrder(List<Integer> handled) {
    Map<Integer, Integer> lastOfKey = new HashMap<>();
    for (int number : handled.stream().distinct().toList()) {
      assertThat(lastOfKey.getOrDefault(number % 7, -1)).isLessThan(number);
      lastOfKey.put(number % 7, number);
    }
  }

  @Test
  void an_instance_that_is_killed_leaves_its_keys_to_the_other_in_order() {
    Orders orders = new Orders();
    try (EventBus bus = EventBus.connect(place.url())) {
      bus.publishAll(Orders.orders(0, EVENTS));
      try (JavaProcess child = Child.start(place.url(), "consume", "billing")) {
        assertThat(child.line()).isEqualTo("ready");
        orders.handled.add(Integer.valueOf(child.line()));
        orders.handledBy(bus, "billing");
        bus.publishAll(Orders.orders(EVENTS, 2 * EVENTS));
        for (int i = 0; i < 100; i++) {
          String line = child.line();
          if (line != null) {
            orders.handled.add(Integer.valueOf(line));
          }
        }
        child.kill().forEach(line -> orders.handled.add(Integer.valueOf(line)));
      }

      orders.await(2 * EVENTS);
    }
    assertThat(orders.handled.stream().distinct()).hasSize(2 * EVENTS);
  }

  @Test
  void instances_that_are_killed_one_after_another_lose_nothing_and_keep_the_order_of_keys() {
    Random random = new Random(8);
    List<Integer> handled = new ArrayList<>();
    try (EventBus bus = EventBus.connect(place.url())) {
      bus.publishAll(Orders.orders(0, EVENTS));
      for (int life = 0; life < 4; life++) {
        try (JavaProcess child = Child.start(place.url(), "consume", "billing")) {
          assertThat(child.line()).isEqualTo("ready");
          // On a busy machine a child may have been done before it was killed.
          for (int left = random.nextInt(100);
              left >= 0 && handled.stream().distinct().count() < EVENTS;
              left--) {
            handled.add(Integer.valueOf(child.line()));
          }
          child.kill().forEach(line -> handled.add(Integer.valueOf(line)));
        }
      }
      Orders rest = new Orders();
      rest.handled.addAll(handled);
      rest.handledBy(bus, "billing").await(EVENTS);

      assertInOrder(rest.handled);
      assertThat(rest.handled.size())
          .as("only what was in flight came again")
          .isLessThan(EVENTS + 4 * 300);
    }
  }
}
