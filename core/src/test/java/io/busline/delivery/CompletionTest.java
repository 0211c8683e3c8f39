package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A delivery whose acknowledgement is stored together with what its handler made. */
class CompletionTest {

  @Test
  void it_is_done_when_both_are_stored_and_its_key_waits_until_then() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "a2", "b1");
    bench.turn();
    bench.make("x");
    bench.turn();
    assertThat(bench.asked()).containsExactly("run a1", "complete a1 with x", "run b1");
    assertThat(bench.held()).contains("a1");

    bench.completed("a1");
    bench.succeed();
    bench.turn();

    assertThat(bench.asked()).containsExactly("ack b1", "run a2");
    assertThat(bench.held()).containsExactly("a2");
  }

  @Test
  void of_a_key_in_one_batch_only_the_first_is_handled_before_it_is_done() {
    Bench bench = Bench.of(1, 8, 3).withFastHandler();
    bench.arrive("a1", "a2", "b1");
    bench.turn();

    bench.make("x");

    assertThat(bench.asked())
        .containsExactly("run a1 a2 b1", "complete a1 with x", "complete b1 with x");
    bench.completed("a1");
    bench.turn();
    assertThat(bench.asked()).containsExactly("run a2");
  }

  @Test
  void it_is_tried_again_when_neither_is_stored() {
    Bench bench = Bench.of(1);
    bench.arrive("a1");
    bench.turn();
    bench.make("x");

    bench.notCompleted("a1");
    bench.turnAfter((int) Bench.RETRY);

    assertThat(bench.asked()).containsExactly("run a1", "complete a1 with x", "retry a1", "run a1");
    assertThat(bench.delivery("a1").attempts()).isEqualTo(1);
  }

  @Test
  void what_becomes_of_it_is_of_no_interest_once_somebody_else_has_it() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "a2");
    bench.turn();
    bench.make("x");

    bench.revoke("a1");
    bench.notCompleted("a1");
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1", "complete a1 with x", "run a2");
    assertThat(bench.held()).containsExactly("a2");
  }

  @Test
  void a_drain_waits_for_it() {
    Bench bench = Bench.of(1);
    bench.arrive("a1");
    bench.turn();
    bench.make("x");

    bench.drain();
    assertThat(bench.machine.isDrained()).isFalse();

    bench.completed("a1");
    assertThat(bench.machine.isDrained()).isTrue();
  }
}
