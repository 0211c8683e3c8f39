package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.kafka.Bookmark.Retry;
import io.busline.kafka.Records.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is known of a partition while its events are handled out of order. */
class WindowTest {
  private static final TopicPartition PARTITION = new TopicPartition("order", 0);
  private static final Content CONTENT =
      new Content(Event.builder("order.created", new byte[0]).id("1").source("s").build(), null);
  private static final Instant DUE = Instant.parse("2026-01-02T03:04:05Z");

  private final Window window = new Window(PARTITION, Bookmark.at(10));

  private KafkaMessage held(long offset) {
    return held(offset, CONTENT);
  }

  private KafkaMessage held(long offset, String key) {
    return held(offset, new Content(CONTENT.event(), null, key, Map.of()));
  }

  private KafkaMessage held(long offset, Content content) {
    KafkaMessage message = window.arrived(offset, 1, content);
    assertThat(window.handOver(message)).isTrue();
    return message;
  }

  @Test
  void only_what_is_done_without_a_gap_moves_the_position() {
    KafkaMessage first = held(10);
    KafkaMessage second = held(11);
    held(12);

    window.done(second);
    assertThat(window.bookmark().position()).isEqualTo(10);
    assertThat(window.bookmark().isDone(11)).isTrue();

    window.done(first);
    assertThat(window.bookmark()).isEqualTo(Bookmark.at(12));
  }

  @Test
  void what_is_of_no_interest_moves_the_position_too() {
    window.passed(10);
    window.passed(15);
    assertThat(window.bookmark()).isEqualTo(Bookmark.at(16));

    held(16);
    window.passed(17);
    assertThat(window.bookmark()).isEqualTo(Bookmark.at(16));
  }

  @Test
  void what_is_done_behind_an_event_that_waits_takes_no_room() {
    held(10);

    for (long offset = 11; offset < 100_000; offset++) {
      window.done(held(offset));
    }

    assertThat(window.size()).isLessThan(2_000);
    assertThat(window.bookmark().encode().metadata().length()).isLessThan(100);
    assertThat(window.bookmark().isDone(99_999)).isTrue();
    assertThat(window.bookmark().position()).isEqualTo(10);
  }

  @Test
  void of_an_event_handed_over_again_only_the_last_time_counts() {
    KafkaMessage old = held(10);
    KafkaMessage again = window.release(old);

    assertThat(window.done(old)).isFalse();
    assertThat(window.release(old)).isNull();
    assertThat(window.handOver(again)).isTrue();
    assertThat(window.done(again)).isTrue();
    assertThat(window.done(again)).isFalse();
    assertThat(window.progress().open()).isZero();
    assertThat(window.held()).isZero();
  }

  @Test
  void retries_are_written_down_wherever_they_are() {
    KafkaMessage failed = held(10);
    KafkaMessage last = held(11);
    window.retryLater(failed, new Retry(1, DUE));
    window.retryLater(last, new Retry(2, DUE));

    Window next = new Window(PARTITION, Bookmark.decode(window.bookmark().encode()));

    assertThat(next.arrived(10, 1, CONTENT).priorAttempts()).isEqualTo(1);
    KafkaMessage again = next.arrived(11, 1, CONTENT);
    assertThat(again.priorAttempts()).isEqualTo(2);
    assertThat(again.notBefore()).contains(DUE);
  }

  @Test
  void what_only_waits_can_be_let_go_and_what_may_run_is_kept() {
    KafkaMessage waiting = held(10);
    KafkaMessage running = held(11);
    KafkaMessage due = held(12);
    window.retryLater(waiting, new Retry(1, DUE.plusSeconds(60)));
    window.retryLater(due, new Retry(1, DUE.minusSeconds(1)));

    assertThat(window.letGoOfWaiting(DUE, true)).containsExactly(waiting);

    assertThat(window.held()).isEqualTo(2);
    assertThat(window.letGoOfAll()).containsExactly(running, due);
    assertThat(window.done(running)).isFalse();
  }

  /** The engine would go on with it as soon as the one before it is gone. */
  @Test
  void what_is_behind_an_event_that_waits_is_let_go_with_it_if_it_has_its_key() {
    KafkaMessage before = held(10, "a");
    KafkaMessage waiting = held(11, "a");
    KafkaMessage other = held(12, "b");
    KafkaMessage behind = held(13, "a");
    window.retryLater(waiting, new Retry(1, DUE.plusSeconds(60)));

    assertThat(window.letGoOfWaiting(DUE, true)).containsExactly(waiting, behind);

    assertThat(window.letGoOfAll()).containsExactly(before, other);
  }

  @Test
  void without_an_order_what_is_behind_an_event_that_waits_may_run_and_is_kept() {
    KafkaMessage waiting = held(10, "a");
    KafkaMessage behind = held(11, "a");
    window.retryLater(waiting, new Retry(1, DUE.plusSeconds(60)));

    assertThat(window.letGoOfWaiting(DUE, false)).containsExactly(waiting);

    assertThat(window.letGoOfAll()).containsExactly(behind);
  }

  /** However often somebody else goes on from what was written down. */
  @Test
  void nothing_is_forgotten_or_done_twice_in_a_row_of_owners() {
    Random random = new Random(7);
    BitSet done = new BitSet();
    Bookmark bookmark = Bookmark.at(0);
    for (int owner = 0; owner < 200; owner++) {
      Window mine = new Window(PARTITION, bookmark);
      List<KafkaMessage> held = new ArrayList<>();
      for (long offset = bookmark.position(); offset < owner * 5L; offset++) {
        if (!mine.wants(offset)) {
          assertThat(done.get((int) offset)).as("offset %d is done", offset).isTrue();
          mine.passed(offset);
        } else {
          assertThat(done.get((int) offset)).as("offset %d is done", offset).isFalse();
          KafkaMessage message = mine.arrived(offset, 1, CONTENT);
          mine.handOver(message);
          held.add(message);
        }
        if (random.nextInt(4) == 0 && !held.isEmpty()) {
          KafkaMessage message = held.remove(random.nextInt(held.size()));
          mine.done(message);
          done.set((int) message.offset);
        }
      }
      bookmark = Bookmark.decode(mine.bookmark().encode());
    }
    assertThat(done.cardinality()).isGreaterThan(500);
  }
}
