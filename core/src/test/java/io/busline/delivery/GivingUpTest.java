package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GivingUpTest {
  @Test
  void an_event_is_tried_as_often_as_the_policy_says_and_then_kept_as_a_dead_letter() {
    Bench bench = Bench.of(1, 1, 3);
    bench.arrive("a1");

    for (int i = 0; i < 3; i++) {
      bench.turn();
      bench.fail();
      bench.wait(100);
    }

    assertThat(bench.asked())
        .containsExactly("run a1", "retry a1", "run a1", "retry a1", "run a1", "bury a1");
    assertThat(bench.delivery("a1").attempts()).isEqualTo(3);
    assertThat(bench.delivery("a1").firstFailedAt()).isZero();
    assertThat(bench.delivery("a1").lastFailure()).hasMessage("no luck");
  }

  @Test
  void attempts_before_it_came_here_count() {
    Bench bench = Bench.of(1, 1, 3);
    bench.arrive("a1", 2, 0);
    bench.turn();

    bench.fail();

    assertThat(bench.asked()).containsExactly("run a1", "bury a1");
    assertThat(bench.delivery("a1").attempts()).isEqualTo(3);
  }

  @Test
  void it_is_acknowledged_once_its_dead_letter_is_stored_and_its_key_goes_on_then() {
    Bench bench = Bench.of(2, 1, 1);
    bench.arrive("a1", "a2");
    bench.turn();
    bench.fail();
    bench.turn();
    assertThat(bench.asked()).containsExactly("run a1", "bury a1");

    bench.letterStored("a1");
    bench.turn();

    assertThat(bench.asked()).containsExactly("ack a1", "run a2");
  }

  @Test
  void a_dead_letter_that_could_not_be_stored_is_stored_again_a_second_later() {
    Bench bench = Bench.of(2, 1, 1);
    bench.arrive("a1", "a2");
    bench.turn();
    bench.fail();
    bench.letterNotStored("a1");

    assertThat(bench.turn()).isEqualTo(1_000);
    bench.turnAfter(999);
    assertThat(bench.asked()).containsExactly("run a1", "bury a1");
    bench.turnAfter(1);
    assertThat(bench.asked()).containsExactly("bury a1");
    bench.letterStored("a1");

    assertThat(bench.asked()).containsExactly("ack a1");
  }

  @Test
  void what_is_not_wanted_as_a_dead_letter_is_reported_and_acknowledged() {
    Bench bench = Bench.discarding();
    bench.arrive("a1", "a2");
    bench.turn();

    bench.fail();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1", "discard a1", "ack a1", "run a2");
  }
}
