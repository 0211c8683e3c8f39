package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RevocationTest {
  @Test
  void what_is_ready_is_not_handed_out_and_its_key_goes_on() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "a2");

    bench.revoke("a1");
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a2");
    assertThat(bench.machine.held()).isEqualTo(1);
  }

  @Test
  void what_waits_in_its_lane_is_passed_over() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "a2", "a3");
    bench.turn();

    bench.revoke("a2");
    bench.succeed();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1", "ack a1", "run a3");
  }

  @Test
  void what_a_worker_has_is_not_settled_and_holds_its_key_until_the_worker_is_done() {
    Bench bench = Bench.of(2);
    bench.arrive("a1", "a2");
    bench.turn();
    bench.begin();

    bench.revoke("a1");
    bench.turn();
    assertThat(bench.held()).containsExactly("a2");
    Steps.end(bench.batch(), 0, new IllegalStateException("no luck"));
    bench.end();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1", "run a2");
  }

  @Test
  void what_a_stuck_worker_has_frees_its_key_when_the_worker_is_given_up() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "a2");
    bench.turn();
    bench.begin();

    bench.revoke("a1");
    bench.turnAfter((int) Bench.TIMEOUT);

    assertThat(bench.asked()).containsExactly("run a1", "interrupt a1", "run a2");
  }

  @Test
  void what_is_taken_back_from_a_slow_worker_does_not_come_back() {
    Bench bench = Bench.of(1, 5, 3).withFastHandler();
    bench.arrive("a1", "a2", "-1");
    bench.turn();
    bench.begin();

    bench.revoke("a2");
    bench.revoke("-1");
    bench.turnAfter(5);
    Steps.end(bench.batch(), 0, null);
    bench.end();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1 a2 -1", "ack a1");
    assertThat(bench.machine.held()).isZero();
  }

  @Test
  void what_is_parked_is_not_tried_again_and_its_key_goes_on() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "a2");
    bench.turn();
    bench.fail();

    bench.revoke("a1");
    bench.turn();
    bench.succeed();

    assertThat(bench.turn()).isEqualTo(Long.MAX_VALUE);
    assertThat(bench.asked()).containsExactly("run a1", "retry a1", "run a2", "ack a2");
  }

  @Test
  void what_is_dying_is_not_acknowledged_even_if_its_dead_letter_is_stored() {
    Bench bench = Bench.of(1, 1, 1);
    bench.arrive("a1", "a2");
    bench.turn();
    bench.fail();

    bench.revoke("a1");
    bench.letterStored("a1");
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1", "bury a1", "run a2");
  }

  @Test
  void a_dead_letter_of_what_was_taken_away_is_not_stored_again() {
    Bench bench = Bench.of(1, 1, 1);
    bench.arrive("a1");
    bench.turn();
    bench.fail();
    bench.letterNotStored("a1");

    bench.revoke("a1");

    assertThat(bench.turn()).isEqualTo(Long.MAX_VALUE);
    bench.turnAfter(5_000);
    assertThat(bench.asked()).containsExactly("run a1", "bury a1");
  }

  @Test
  void what_is_settled_or_taken_away_already_is_passed_over() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "a2");
    bench.turn();
    bench.succeed();

    bench.revoke("a1");
    bench.revoke("a2");
    bench.revoke("a2");

    assertThat(bench.machine.held()).isZero();
    assertThat(bench.turn()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void the_same_event_delivered_anew_waits_for_the_handler_that_still_has_it() {
    Bench bench = Bench.of(2);
    bench.arrive("a1");
    bench.turn();
    bench.begin();
    bench.revoke("a1");

    bench.arrive("a1");
    bench.turn();
    assertThat(bench.asked()).containsExactly("run a1");
    Steps.end(bench.batch(), 0, null);
    bench.end();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1");
  }
}
