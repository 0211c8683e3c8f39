package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowWorkerTest {
  private final Bench bench = Bench.of(1, 5, 3).withFastHandler();

  @BeforeEach
  void hand_out_more_than_it_can_do() {
    bench.arrive("a1", "a2", "a3", "b1");
  }

  @Test
  void what_it_has_not_begun_after_5_ms_goes_to_whoever_is_free() {
    Bench two = Bench.of(2, 5, 3).withFastHandler();
    two.arrive("a1", "a2");
    two.turn();
    two.begin();
    two.arrive("-1", "-2");
    two.turn();
    assertThat(two.asked()).containsExactly("run a1", "run -1 -2");

    assertThat(two.turnAfter(4)).isEqualTo(1);
    Steps.end(two.batch(), 0, null);
    two.end();
    two.begin();
    two.turnAfter(1);

    assertThat(two.asked()).containsExactly("ack a1", "run -2 a2");
  }

  @Test
  void it_keeps_what_it_is_at_and_the_rest_of_the_key_waits_for_that() {
    bench.turn();
    bench.begin();

    bench.turnAfter(5);
    assertThat(bench.held()).containsExactlyInAnyOrder("a1", "a2", "a3", "b1");
    Steps.end(bench.batch(), 0, null);
    assertThat(bench.begin()).isNegative();
    bench.end();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1 a2 a3 b1", "ack a1", "run b1 a2 a3");
  }

  @Test
  void what_it_left_out_behind_a_failure_stays_before_what_it_has_not_begun() {
    bench.turn();
    bench.failWithNext();
    bench.succeedWith(1);

    bench.turnAfter(5);
    bench.end();
    bench.turn();
    assertThat(bench.asked()).containsExactly("run a1 a2 a3 b1", "retry a1", "run b1");
    bench.succeed();
    bench.turnAfter(95);
    bench.turnAfter(5);

    assertThat(bench.asked()).containsExactly("ack b1", "run a1 a2 a3");
  }

  @Test
  void what_it_is_about_to_leave_out_behind_a_failure_stays_before_what_it_has_not_begun() {
    bench.turn();
    bench.failWithNext();
    int second = bench.begin();

    bench.turnAfter(5);
    Steps.skip(bench.batch(), second);
    bench.end();
    bench.turn();
    assertThat(bench.asked()).containsExactly("run a1 a2 a3 b1", "retry a1", "run b1");
    bench.succeed();
    bench.turnAfter(100);

    assertThat(bench.asked()).containsExactly("ack b1", "run a1 a2 a3");
  }

  @Test
  void nothing_is_taken_back_from_a_handler_of_whole_batches() {
    Bench whole = Bench.handlingAsOne(2, 5);
    whole.arrive("-1", "-2");

    whole.turn();

    assertThat(whole.turnAfter(5)).isEqualTo(Bench.TIMEOUT - 5);
    assertThat(whole.asked()).containsExactly("run -1 -2");
  }
}
