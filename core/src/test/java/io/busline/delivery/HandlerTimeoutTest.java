package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandlerTimeoutTest {
  private static final int TIMEOUT = (int) Bench.TIMEOUT;

  @Test
  void a_handler_that_does_not_return_is_interrupted_and_its_event_tried_again() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "a2");
    bench.turn();
    bench.begin();

    assertThat(bench.turnAfter(TIMEOUT - 1)).isEqualTo(1);
    assertThat(bench.asked()).containsExactly("run a1");
    bench.turnAfter(1);
    assertThat(bench.asked()).containsExactly("retry a1", "interrupt a1");
    bench.turnAfter(100);

    assertThat(bench.asked()).containsExactly("run a1");
    assertThat(bench.delivery("a1").lastFailure()).isInstanceOf(HandlerTimeout.class);
    assertThat(bench.delivery("a1").attempts()).isEqualTo(1);
  }

  @Test
  void what_a_stuck_handler_still_does_is_not_heard() {
    Bench bench = Bench.of(1);
    bench.arrive("a1");
    bench.turn();
    bench.begin();
    bench.turnAfter(TIMEOUT);
    assertThat(bench.machine.stuckWorkers()).isEqualTo(1);
    bench.asked();

    Steps.end(bench.batch(), 0, null);
    bench.end();
    bench.turn();

    assertThat(bench.asked()).isEmpty();
    assertThat(bench.held()).containsExactly("a1");
    assertThat(bench.machine.stuckWorkers()).isZero();
  }

  @Test
  void stuck_workers_are_replaced_as_often_as_there_are_workers_and_then_it_stalls() {
    Bench bench = Bench.of(1);
    bench.arrive("-1", "-2", "-3");
    bench.turn();
    bench.begin();
    bench.turnAfter(TIMEOUT);
    assertThat(bench.asked()).containsExactly("run -1", "retry -1", "interrupt -1", "run -2");
    assertThat(bench.machine.isStalled()).isFalse();
    Steps.begin(bench.batch(1));
    bench.turnAfter(TIMEOUT);
    assertThat(bench.asked()).containsExactly("retry -2", "interrupt -2");
    assertThat(bench.machine.isStalled()).isTrue();

    bench.end();
    bench.turn();

    assertThat(bench.machine.isStalled()).isFalse();
    assertThat(bench.asked()).containsExactly("run -3");
  }

  @Test
  void a_worker_that_gets_on_is_not_given_up() {
    Bench bench = Bench.of(1, 5, 3).withFastHandler();
    bench.arrive("-1", "-2");
    bench.turn();
    bench.succeedWith(1);
    bench.begin();

    bench.turnAfter(TIMEOUT);
    assertThat(bench.asked()).containsExactly("run -1 -2", "ack -1");
    bench.turnAfter(TIMEOUT);

    assertThat(bench.asked()).containsExactly("retry -2", "interrupt -1 -2");
  }

  @Test
  void a_worker_that_comes_too_late_finds_nothing_and_is_not_stuck() {
    Bench bench = Bench.of(2);
    bench.arrive("a1");
    bench.turn();

    bench.turnAfter(TIMEOUT);
    assertThat(bench.begin()).isNegative();
    assertThat(bench.machine.stuckWorkers()).isZero();
    bench.end();

    assertThat(bench.asked()).containsExactly("run a1", "run a1");
  }

  @Test
  void of_a_batch_handled_as_one_the_first_of_each_key_fails_and_the_rest_keeps_its_order() {
    Bench bench = Bench.handlingAsOne(1, 5);
    bench.arrive("a1", "a2", "a3", "-1", "-2");
    bench.turn();
    Steps.beginAll(bench.batch());

    bench.turnAfter(TIMEOUT);
    assertThat(bench.asked())
        .containsExactly(
            "run a1 a2 a3 -1 -2", "retry a1", "retry -1", "retry -2", "interrupt a1 a2 a3 -1 -2");
    bench.revoke("-1");
    bench.revoke("-2");
    bench.turnAfter(100);

    assertThat(bench.asked()).containsExactly("run a1 a2 a3");
    assertThat(bench.delivery("a2").attempts()).isZero();
  }

  @Test
  void a_worker_that_is_lost_fails_what_it_was_at_and_gives_back_the_rest() {
    Bench bench = Bench.of(1, 5, 3).withFastHandler();
    bench.arrive("-1", "a1", "a2");
    bench.turn();
    bench.succeedWith(1);
    bench.begin();

    bench.end();
    bench.turn();
    assertThat(bench.asked()).containsExactly("run -1 a1 a2", "ack -1", "retry a1");
    assertThat(bench.delivery("a1").lastFailure())
        .hasMessage("the worker ended in the middle of it");
    bench.turnAfter(100);

    assertThat(bench.asked()).containsExactly("run a1 a2");
  }
}
