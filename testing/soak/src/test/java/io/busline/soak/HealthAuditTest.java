package io.busline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthAuditTest {
  private static final long LONG = 60_000;

  private final Tape tape = new Tape().alone();

  @Test
  void up_is_false_while_events_wait_and_nothing_moves_for_too_long() {
    tape.published(10, "k.0").says("one", "UP", 0, LONG).says("two", "UP", 0, LONG);
    tape.handled(LONG, "k.0", "one");

    Audit audit = tape.audit();

    assertThat(audit.counts()).isEqualTo(Map.of(Check.UP_WHILE_STILL, 1));
    assertThat(audit.examples().get(Check.UP_WHILE_STILL).get(0).what())
        .isEqualTo("g: nothing moved for 59 s, and all who spoke said UP");
  }

  @Test
  void up_is_false_while_receipts_come_for_what_never_comes() {
    tape.published(10, "k.0").says("one", "UP", 0, LONG);
    tape.publishedUntil = LONG;

    assertThat(tape.audit().counts()).isEqualTo(Map.of(Check.UP_WHILE_STILL, 1, Check.MISSING, 1));
  }

  @Test
  void up_is_true_while_no_event_waits() {
    tape.published(10, "k.0").handled(20, "k.0", "one").says("one", "UP", 0, LONG);
    tape.published(LONG - 5, "k.1").handled(LONG, "k.1", "one");

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void up_is_true_while_others_of_the_group_move() {
    tape.published(10, "k.0").says("one", "UP", 0, LONG).says("two", "UP", 0, LONG);
    for (int n = 0; n < 6; n++) {
      tape.published(n * 10_000L, "l." + n).handled(n * 10_000L + 10, "l." + n, "two");
    }
    tape.handled(LONG, "k.0", "one");

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void it_is_enough_that_one_says_in_time_that_something_is_wrong() {
    tape.published(10, "k.0").says("one", "UP", 0, LONG).says("two", "UP", 0, 25_000);
    tape.says("two", "DEGRADED", 25_500, LONG).handled(LONG, "k.0", "one");

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void who_is_frozen_says_nothing() {
    tape.published(10, "k.0").says("one", "UP", 0, 20_000).says("one", "UP", 45_000, LONG);
    tape.handled(LONG, "k.0", "one");

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void down_is_false_while_everything_moves() {
    tape.says("one", "DOWN", 0, LONG);
    for (int n = 0; n < 60; n++) {
      tape.published(n * 1_000L, "k." + n).letterOrHandled(n * 1_000L + 10, n);
    }

    Audit audit = tape.audit();

    assertThat(audit.counts()).isEqualTo(Map.of(Check.DOWN_WHILE_MOVING, 1));
    assertThat(audit.examples().get(Check.DOWN_WHILE_MOVING).get(0).what())
        .startsWith("one: DOWN")
        .endsWith("why");
  }

  @Test
  void down_is_true_while_nothing_moves() {
    tape.says("one", "DOWN", 0, LONG).published(10, "k.0").handled(LONG, "k.0", "one");

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void a_publisher_that_is_down_while_receipts_come_is_found_too() {
    tape.says("publisher", "DOWN", 0, LONG);
    for (int n = 0; n < 60; n++) {
      tape.published(n * 1_000L, "k." + n).letterOrHandled(n * 1_000L + 10, n);
    }

    assertThat(tape.audit().counts()).isEqualTo(Map.of(Check.DOWN_WHILE_MOVING, 1));
  }
}
