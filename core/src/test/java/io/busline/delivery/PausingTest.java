package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PausingTest {
  private final Bench bench = Bench.of(1);

  @Test
  void nothing_is_taken_or_handed_out_and_what_is_held_stays_held() {
    bench.arrive("a1");
    bench.machine.pause();

    bench.turn();

    assertThat(bench.asked()).isEmpty();
    assertThat(bench.machine.room()).isZero();
    assertThat(bench.held()).containsExactly("a1");
  }

  @Test
  void what_is_with_a_worker_is_finished() {
    bench.arrive("a1", "a2");
    bench.turn();
    bench.machine.pause();

    bench.succeed();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1", "ack a1");
  }

  @Test
  void a_retry_that_comes_due_waits_for_the_end_of_the_pause() {
    bench.arrive("a1");
    bench.turn();
    bench.fail();
    bench.machine.pause();
    bench.turnAfter(100);
    assertThat(bench.asked()).containsExactly("run a1", "retry a1");

    bench.machine.resume();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1");
    assertThat(bench.machine.room()).isEqualTo(99);
  }
}
