package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WholeBatchTest {
  private final Bench bench = Bench.handlingAsOne(1, 4);

  @Test
  void what_there_is_goes_out_together_up_to_the_size_of_a_batch() {
    bench.arrive("a1", "b1", "a2", "-1", "-2");

    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1 a2 b1 -1");
  }

  @Test
  void each_event_has_an_outcome_of_its_own() {
    bench.arrive("-1", "-2", "-3");
    bench.turn();

    bench.handleAsOne("-2");

    assertThat(bench.asked()).containsExactly("run -1 -2 -3", "ack -1", "retry -2", "ack -3");
  }

  @Test
  void what_succeeded_behind_a_failure_of_its_key_is_handled_again_after_it() {
    bench.arrive("a1", "a2", "a3", "b1");
    bench.turn();

    bench.handleAsOne("a2");
    bench.turnAfter(100);

    assertThat(bench.asked())
        .containsExactly("run a1 a2 a3 b1", "ack a1", "retry a2", "ack b1", "run a2 a3");
  }

  @Test
  void a_batch_that_was_taken_back_before_it_began_is_not_handled() {
    bench.arrive("-1", "-2");
    bench.turn();
    bench.drain();

    bench.handleAsOne();

    assertThat(bench.asked()).containsExactly("run -1 -2", "release -1", "release -2");
    assertThat(bench.machine.isDrained()).isTrue();
  }
}
