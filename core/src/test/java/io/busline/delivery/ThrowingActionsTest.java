package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * What the machine asks for may throw: it says so, and leaves no worker, lane or delivery behind.
 */
class ThrowingActionsTest {

  @Test
  void a_batch_that_no_worker_took_is_handed_out_again() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "b1");
    bench.throwAt("run");

    assertThatThrownBy(bench::turn).isInstanceOf(LinkageError.class);
    bench.turn();
    bench.succeed();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1", "run b1", "ack b1", "run a1");
  }

  @Test
  void what_is_thrown_for_one_delivery_holds_up_none_beside_it() {
    Bench bench = Bench.of(1, 8, 3).withFastHandler();
    bench.arrive("a1", "b1", "c1");
    bench.turn();
    bench.throwAt("ack");
    bench.succeedWith(3);

    assertThatThrownBy(bench::end).isInstanceOf(LinkageError.class);
    bench.arrive("a2");
    bench.turn();

    assertThat(bench.asked())
        .containsExactly("run a1 b1 c1", "ack a1", "ack b1", "ack c1", "run a2");
    assertThat(bench.held()).containsExactly("a2");
  }

  @Test
  void a_dead_letter_that_could_not_be_asked_for_is_asked_for_a_second_later() {
    Bench bench = Bench.of(1, 1, 1);
    bench.arrive("a1", "b1");
    bench.turn();
    bench.throwAt("bury");

    assertThatThrownBy(bench::fail).isInstanceOf(LinkageError.class);
    bench.turn();
    bench.succeed();
    bench.turnAfter(1_000);
    bench.letterStored("a1");

    assertThat(bench.asked())
        .containsExactly("run a1", "bury a1", "run b1", "ack b1", "bury a1", "ack a1");
    assertThat(bench.machine.held()).isZero();
  }

  @Test
  void a_dead_letter_of_which_nothing_is_heard_is_asked_for_again_and_any_answer_counts() {
    Bench bench = Bench.of(1, 1, 1);
    bench.arrive("a1", "a2");
    bench.turn();
    bench.fail();

    assertThat(bench.turn()).isEqualTo(10_000);
    bench.turnAfter(9_999);
    assertThat(bench.asked()).containsExactly("run a1", "bury a1");
    bench.turnAfter(1);
    assertThat(bench.asked()).containsExactly("bury a1");
    bench.letterStored("a1");
    bench.letterStored("a1");
    bench.turn();

    assertThat(bench.asked()).containsExactly("ack a1", "run a2");
  }

  @Test
  void what_could_not_be_completed_has_failed() {
    Bench bench = Bench.of(1);
    bench.arrive("a1");
    bench.turn();
    bench.throwAt("complete");

    assertThatThrownBy(() -> bench.make("x")).isInstanceOf(LinkageError.class);
    bench.turnAfter((int) Bench.RETRY);

    assertThat(bench.asked()).containsExactly("run a1", "complete a1 with x", "retry a1", "run a1");
  }

  @Test
  void a_policy_that_throws_has_the_delivery_tried_again() {
    Bench bench = Bench.of(1);
    bench.arrive("a1");
    bench.turn();
    bench.throwAt("decide");

    assertThatThrownBy(bench::fail).isInstanceOf(LinkageError.class);
    bench.turnAfter(1_000);

    assertThat(bench.asked()).containsExactly("run a1", "retry a1", "run a1");
  }

  @Test
  void a_drain_gives_everything_back_whatever_is_thrown_for_one() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "b1", "c1");
    bench.throwAt("release");

    assertThatThrownBy(bench::drain).isInstanceOf(LinkageError.class);

    assertThat(bench.asked()).containsExactly("release a1", "release b1", "release c1");
    assertThat(bench.machine.isDrained()).isTrue();
  }
}
