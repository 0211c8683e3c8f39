package io.busline.sqlite;

import static java.time.Instant.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.spi.InboundMessage;
import io.busline.spi.log.LogInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the instances of a group share its events; by a clock moved by hand. */
class GroupTest {
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final ManualTime time = new ManualTime();
  private final List<Bus> buses = new ArrayList<>();
  private final List<Consumer> members = new ArrayList<>();
  @TempDir Path folder;
  private Bus bus;

  @BeforeEach
  void open() {
    bus = bus();
  }

  @AfterEach
  void close() {
    buses.forEach(Bus::close);
  }

  private Bus bus() {
    Bus opened = new Bus(folder.resolve("bus.db"), time);
    buses.add(opened);
    return opened;
  }

  private Consumer member() {
    Consumer member = bus().group("g", "order.created");
    members.add(member);
    return member;
  }

  /** Lets every member look after its slots a few times, and read. */
  private void settle() {
    long end = bus.sql("SELECT coalesce(max(seq), 0) FROM event");
    members.forEach(member -> member.learn(end));
    for (int i = 0; i < 4; i++) {
      time.advance(LEASE.dividedBy(10));
      members.forEach(Consumer::poll);
    }
  }

  private void awaitInAll(int count) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (members.stream().mapToInt(m -> m.arrived.size()).sum() < count
        && System.nanoTime() < end) {
      members.forEach(member -> member.broker.poll(1_000, 5_000_000, member));
    }
  }

  /** Lets a member alone look after its slots until it has so much, as another falls silent. */
  private void outlast(Consumer member, int count) {
    for (int i = 0; i < 60 && member.arrived.size() < count; i++) {
      time.advance(LEASE.dividedBy(10));
      member.poll();
    }
  }

  /** As above, and acknowledges: what a lost owner may have been working on comes one by one. */
  private void outlastHandling(Consumer member, int count) {
    for (int i = 0; i < 60 && member.arrived.size() < count; i++) {
      time.advance(LEASE.dividedBy(10));
      member.poll().ack();
    }
  }

  /** The slots of each instance that owns some, the oldest instance first. */
  private List<Integer> slots() {
    return ((SqliteBroker) bus.broker)
        .consumers()
        .shares("g", new LogInfo("order", EPOCH, 0, null));
  }

  @Test
  void instances_own_a_fair_share_as_they_come_and_go() {
    member();
    settle();
    assertThat(slots()).containsExactly(32);

    member();
    member();
    settle();
    assertThat(slots()).containsExactly(11, 11, 10);

    members.remove(1).close();
    settle();
    assertThat(slots()).containsExactly(16, 16);
  }

  @Test
  void an_instance_beyond_the_thirty_second_stands_by() {
    for (int i = 0; i < 33; i++) {
      member();
    }
    settle();
    assertThat(slots()).as("of 33 instances").hasSize(32);

    members.remove(0).close();
    settle();

    assertThat(slots()).hasSize(32).containsOnly(1);
  }

  @Test
  void instances_see_every_event_once_between_them_and_each_key_in_one() {
    member();
    member();
    member();
    settle();

    bus.publishOrders(0, 300, 50);
    awaitInAll(300);

    Map<String, Consumer> owners = new HashMap<>();
    for (Consumer member : members) {
      assertThat(member.arrived).hasSizeGreaterThan(30);
      for (InboundMessage message : member.arrived) {
        owners.putIfAbsent(message.event().keyOrNull(), member);
        assertThat(owners.get(message.event().keyOrNull())).isSameAs(member);
      }
    }
    assertThat(members.stream().flatMap(member -> member.ids().stream()))
        .hasSize(300)
        .doesNotHaveDuplicates();
  }

  @Test
  void keys_are_handed_over_in_order_and_only_when_nothing_of_them_is_open() {
    Consumer first = member();
    bus.publishOrders(0, 200, 200);
    first.poll();
    Consumer second = member();
    bus.publishOrders(200, 400, 200);

    settle();
    assertThat(second.arrived).as("while the first holds something of every slot").isEmpty();
    assertThat(first.arrived).as("half of the slots are drained").hasSizeBetween(250, 350);

    first.ack();
    settle();
    List<String> all = new ArrayList<>(first.ids());
    all.addAll(second.ids());
    assertThat(second.arrived).isNotEmpty();
    assertThat(all).hasSize(400);
    for (int key = 0; key < 200; key++) {
      assertThat(all.indexOf("e" + key)).isLessThan(all.indexOf("e" + (200 + key)));
    }
  }

  @Test
  void slots_that_cannot_be_handed_over_for_long_are_read_on() {
    Consumer first = member();
    bus.publishOrders(0, 200, 200);
    first.poll();
    member();
    bus.publishOrders(200, 400, 200);
    settle();
    assertThat(first.arrived).as("half of the slots are drained").hasSizeLessThan(350);

    time.advance(LEASE);
    settle();

    assertThat(first.arrived).hasSize(400);
  }

  @Test
  void a_closing_instance_gives_everything_back_at_once() {
    Consumer first = member();
    Consumer second = member();
    settle();
    bus.publishOrders(0, 100, 40);
    awaitInAll(100);
    int open = first.held.size();

    first.close();
    second.await(100);

    assertThat(open).isPositive();
    assertThat(second.arrived).hasSize(100);
  }

  @Test
  void an_instance_that_falls_silent_loses_its_slots_and_what_it_says_later_is_not_heard() {
    Consumer silent = member();
    bus.publishOrders(0, 10, 10);
    silent.poll();
    Consumer other = member();
    outlast(other, 1);
    int taken = other.arrived.size();
    assertThat(taken).as("taken over").isPositive();

    silent.broker.ack(List.copyOf(silent.held.subList(0, 4)));
    time.advance(LEASE);
    silent.poll();
    other.close();
    outlastHandling(silent, 20);

    assertThat(silent.revoked).hasSize(6);
    assertThat(silent.ids()).as("all again, since the other did not finish").hasSize(20);
  }

  @Test
  void one_long_sleep_of_everybody_kills_nobody() {
    Consumer first = member();
    Consumer second = member();
    settle();
    bus.publishOrders(0, 100, 40);
    awaitInAll(100);

    time.advance(Duration.ofHours(1));
    members.forEach(Consumer::poll);
    settle();

    assertThat(first.revoked).isEmpty();
    assertThat(second.revoked).isEmpty();
    assertThat(slots()).containsExactly(16, 16);
  }

  @Test
  void a_clock_that_is_set_kills_nobody() {
    Consumer first = member();
    Consumer second = member();
    settle();
    bus.publishOrders(0, 100, 40);
    awaitInAll(100);

    for (int hours : List.of(1, -2, 1)) {
      time.setClock(time.now().plus(Duration.ofHours(hours)));
      settle();
    }

    assertThat(Stream.of(first, second).flatMap(m -> m.revoked.stream())).isEmpty();
  }

  @Test
  void an_instance_whose_handlers_are_all_busy_leaves_idle_keys_to_the_others() {
    Consumer busy = member();
    Consumer free = member();
    settle();
    bus.publishOrders(0, 40, 40);
    while (busy.arrived.isEmpty()) {
      busy.broker.poll(1, 5_000_000, busy);
    }
    for (int i = 0; i < 8; i++) {
      time.advance(LEASE.dividedBy(10));
      busy.broker.poll(0, 0, busy);
      free.poll();
    }
    assertThat(free.arrived).hasSizeGreaterThan(30);

    members.forEach(Consumer::ack);
    // That it is busy no more is told with its next sign of life; then slots are given and taken.
    settle();
    settle();

    assertThat(slots()).containsExactly(16, 16);
    assertThat(busy.arrived.size() + free.arrived.size()).isEqualTo(40);
  }

  @Test
  void retries_are_known_to_who_comes_next() {
    Consumer first = member();
    bus.publishOrders(0, 2, 2);
    first.poll();
    Instant due = time.now().plusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    first.broker.retryLater(first.arrived.get(1), 3, due);
    first.close();
    members.clear();

    Consumer next = member().poll();

    assertThat(next.arrived.get(0).priorAttempts()).isZero();
    assertThat(next.arrived.get(1).priorAttempts()).isEqualTo(3);
    assertThat(next.arrived.get(1).notBefore()).hasValue(due);
    next.ack();
    next.close();
    assertThat(member().poll().arrived).isEmpty();
  }

  @Test
  void a_retry_that_waits_does_not_hold_up_what_is_written_of_others() {
    Consumer first = member();
    bus.publishOrders(0, 1_000, 100);
    first.poll();
    first.held.remove(0);
    first.ack();
    first.close();
    members.clear();

    Consumer next = member().poll();

    assertThat(next.ids()).containsExactly("e0");
    assertThat(bus.sql("SELECT max(length(value)) FROM registry")).isLessThan(400);
  }

  @Test
  void what_a_lost_owner_may_have_been_working_on_counts_as_tried() {
    Consumer lost = member();
    bus.publishOrders(0, 3, 1);
    lost.poll();
    Consumer next = member();

    outlast(next, 1);
    assertThat(next.ids()).containsExactly("e0");
    assertThat(next.arrived.get(0).priorAttempts()).isEqualTo(1);

    outlastHandling(next, 3);
    assertThat(next.ids()).containsExactly("e0", "e1", "e2");
  }
}
