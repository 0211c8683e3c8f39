package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainingTest {
  @Test
  void what_no_worker_has_begun_is_given_back_in_order_and_the_rest_is_waited_for() {
    Bench bench = Bench.of(1, 5, 3).withFastHandler();
    bench.arrive("a1", "a2", "-1");
    bench.turn();
    bench.begin();
    bench.arrive("a3");
    bench.arrive("b1", 1, 50);

    bench.drain();
    assertThat(bench.asked())
        .containsExactly("run a1 a2 -1", "release -1", "release b1", "release a2", "release a3");
    assertThat(bench.machine.isDrained()).isFalse();
    assertThat(bench.held()).containsExactly("a1");
    Steps.end(bench.batch(), 0, null);
    bench.end();

    assertThat(bench.asked()).containsExactly("ack a1");
    assertThat(bench.machine.isDrained()).isTrue();
  }

  @Test
  void nothing_is_taken_and_nothing_handed_out() {
    Bench bench = Bench.of(1);
    bench.drain();

    assertThat(bench.machine.room()).isZero();
    bench.arrive("a1");
    bench.turn();

    assertThat(bench.asked()).containsExactly("release a1");
    assertThat(bench.machine.isDrained()).isTrue();
  }

  @Test
  void what_fails_meanwhile_is_given_back_instead_of_tried_again() {
    Bench bench = Bench.of(1);
    bench.arrive("a1");
    bench.turn();
    bench.drain();

    bench.begin();
    assertThat(bench.begin()).isNegative();
    bench.end();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1", "release a1");
    assertThat(bench.machine.isDrained()).isTrue();
  }

  @Test
  void what_times_out_meanwhile_is_given_back_instead_of_tried_again() {
    Bench bench = Bench.of(1);
    bench.arrive("a1");
    bench.turn();
    bench.begin();
    bench.drain();

    bench.turnAfter((int) Bench.TIMEOUT);

    assertThat(bench.asked()).containsExactly("run a1", "retry a1", "interrupt a1", "release a1");
    assertThat(bench.machine.isDrained()).isTrue();
  }

  @Test
  void a_dead_letter_is_waited_for_even_if_it_takes_several_tries() {
    Bench bench = Bench.of(1, 1, 1);
    bench.arrive("a1");
    bench.turn();
    bench.fail();
    bench.drain();

    bench.letterNotStored("a1");
    assertThat(bench.machine.isDrained()).isFalse();
    assertThat(bench.held()).containsExactly("a1");
    bench.turnAfter(1_000);
    bench.letterStored("a1");

    assertThat(bench.asked()).containsExactly("run a1", "bury a1", "bury a1", "ack a1");
    assertThat(bench.machine.isDrained()).isTrue();
  }

  @Test
  void a_worker_with_what_was_taken_away_is_waited_for_too() {
    Bench bench = Bench.of(1);
    bench.arrive("a1");
    bench.turn();
    bench.begin();
    bench.drain();

    bench.revoke("a1");
    assertThat(bench.machine.isDrained()).isFalse();
    assertThat(bench.held()).isEmpty();
    bench.end();

    assertThat(bench.machine.isDrained()).isTrue();
  }
}
