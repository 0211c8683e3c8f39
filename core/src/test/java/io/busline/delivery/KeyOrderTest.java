package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyOrderTest {
  @Test
  void events_of_a_key_are_handled_one_after_another_while_other_keys_go_on() {
    Bench bench = Bench.of(3);
    bench.arrive("a1", "a2", "b1");

    bench.turn();
    assertThat(bench.asked()).containsExactly("run a1", "run b1");
    bench.succeed();
    bench.turn();

    assertThat(bench.asked()).containsExactly("ack a1", "run a2");
  }

  @Test
  void an_event_without_a_key_waits_for_nobody() {
    Bench bench = Bench.of(3);
    bench.arrive("-1", "-2", "-3");

    bench.turn();

    assertThat(bench.asked()).containsExactly("run -1", "run -2", "run -3");
  }

  @Test
  void a_retry_blocks_its_key_until_it_is_due_and_no_other() {
    Bench bench = Bench.of(1);
    bench.arrive("a1", "a2", "b1");
    bench.turn();

    bench.fail();
    assertThat(bench.turn()).isEqualTo(Bench.RETRY);
    assertThat(bench.asked()).containsExactly("run a1", "retry a1", "run b1");
    bench.succeed();
    bench.turnAfter(99);
    assertThat(bench.asked()).containsExactly("ack b1");
    bench.turnAfter(1);

    assertThat(bench.asked()).containsExactly("run a1");
  }

  @Test
  void an_event_that_is_not_due_yet_holds_its_key_back() {
    Bench bench = Bench.of(3);
    bench.arrive("a1", 0, 50);
    bench.arrive("a2", "b1");

    assertThat(bench.turn()).isEqualTo(50);
    assertThat(bench.asked()).containsExactly("run b1");
    bench.turnAfter(50);

    assertThat(bench.asked()).containsExactly("run a1");
  }

  @Test
  void a_fast_worker_gets_many_at_once_with_those_of_a_key_next_to_each_other() {
    Bench bench = Bench.of(1, 5, 3).withFastHandler();
    bench.arrive("a1", "b1", "a2", "b2", "a3", "b3");

    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1 a2 a3 b1 b2");
  }

  @Test
  void all_free_workers_get_a_share() {
    Bench bench = Bench.of(2, 5, 3).withFastHandler();
    bench.arrive("-1", "-2", "-3", "-4");

    bench.turn();

    assertThat(bench.asked()).containsExactly("run -1 -2", "run -3 -4");
  }

  @Test
  void an_event_that_is_not_due_does_not_travel_with_the_one_before_it() {
    Bench bench = Bench.of(1, 5, 3).withFastHandler();
    bench.arrive("a1");
    bench.arrive("a2", 1, 50);
    bench.arrive("a3");

    bench.turn();
    bench.succeed();
    bench.turn();
    assertThat(bench.asked()).containsExactly("run a1", "ack a1");
    bench.turnAfter(50);

    assertThat(bench.asked()).containsExactly("run a2 a3");
  }

  @Test
  void behind_a_failure_those_of_its_key_are_left_out_and_come_after_it() {
    Bench bench = Bench.of(1, 5, 3).withFastHandler();
    bench.arrive("a1", "a2", "a3", "b1");
    bench.turn();

    bench.succeedWith(1);
    bench.failWithNext();
    bench.succeedWith(2);
    bench.end();
    bench.turn();
    assertThat(bench.asked()).containsExactly("run a1 a2 a3 b1", "ack a1", "retry a2", "ack b1");
    bench.turnAfter(100);

    assertThat(bench.asked()).containsExactly("run a2 a3");
    assertThat(bench.delivery("a3").attempts()).isZero();
  }

  @Test
  void it_takes_only_what_it_has_room_for() {
    Bench bench = Bench.of(1);

    bench.arrive("a1", "a2", "-1");
    assertThat(bench.machine.room()).isEqualTo(97);
    assertThat(bench.machine.held()).isEqualTo(3);
    bench.turn();
    assertThat(bench.machine.room()).isEqualTo(97);
    bench.succeed();

    assertThat(bench.machine.room()).isEqualTo(98);
  }
}
