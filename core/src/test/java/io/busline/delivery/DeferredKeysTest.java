package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeferredKeysTest {

  @Test
  void what_waits_behind_a_failed_event_goes_back_when_there_is_little_room() {
    Bench bench = Bench.deferring(1);
    bench.arrive("a1", "a2", "a3");
    bench.turn();

    bench.fail();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1", "retry a1", "defer a2", "defer a3");
    assertThat(bench.held()).containsExactly("a1");
    assertThat(bench.machine.room()).isEqualTo(3);
  }

  @Test
  void nothing_goes_back_while_there_is_room() {
    Bench bench = Bench.deferring(1);
    bench.arrive("a1", "a2");
    bench.turn();

    bench.fail();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a1", "retry a1");
  }

  @Test
  void a_key_is_asked_for_once_its_event_here_is_done() {
    Bench bench = Bench.deferring(1);
    bench.arrive("a1", "a2", "a3");
    bench.turn();
    bench.fail();
    bench.turnAfter(1);
    bench.turnAfter((int) Bench.RETRY);
    bench.asked();

    bench.succeed();
    bench.turn();

    assertThat(bench.asked()).containsExactly("ack a1", "resume a");
  }

  @Test
  void events_to_be_retried_go_back_last_due_first_and_come_again_when_due() {
    Bench bench = Bench.deferring(4);
    bench.arrive("a1", "b1", "c1", "d1");
    bench.turn();
    for (int i = 0; i < 4; i++) {
      bench.wait(1);
      bench.fail();
    }
    bench.asked();

    long next = bench.turn();

    assertThat(bench.asked()).containsExactly("defer d1", "defer c1", "defer b1");
    assertThat(bench.held()).containsExactly("a1");
    assertThat(next).isEqualTo(Bench.RETRY - 3);
    bench.turnAfter((int) Bench.RETRY - 3);
    assertThat(bench.asked()).containsExactly("run a1");
    bench.turnAfter(1);
    assertThat(bench.asked()).containsExactly("resume b");
    bench.turnAfter(2);
    assertThat(bench.asked()).containsExactly("resume c", "resume d");
  }

  @Test
  void what_waits_behind_a_handler_that_takes_long_goes_back() {
    Bench bench = Bench.deferring(2);
    bench.arrive("a1", "a2", "a3", "a4");

    assertThat(bench.turn()).isEqualTo(1_000);
    bench.turnAfter(1_000);

    assertThat(bench.asked()).containsExactly("run a1", "defer a2", "defer a3", "defer a4");
  }

  @Test
  void nothing_goes_back_to_a_broker_that_cannot_keep_it() {
    Bench bench = Bench.of(1);
    for (int i = 0; i < 100; i++) {
      bench.arrive("a" + i);
    }
    bench.turn();

    bench.fail();
    bench.turn();

    assertThat(bench.asked()).containsExactly("run a0", "retry a0");
  }

  @Test
  void an_event_without_a_key_stays_here() {
    Bench bench = Bench.deferring(4);
    bench.arrive("-1", "-2", "-3", "-4");
    bench.turn();
    for (int i = 0; i < 4; i++) {
      bench.fail();
    }
    bench.asked();

    bench.turn();

    assertThat(bench.asked()).isEmpty();
  }

  @Test
  void nothing_goes_back_by_itself_while_draining() {
    Bench bench = Bench.deferring(1);
    bench.arrive("a1", "a2", "a3");
    bench.turn();
    bench.fail();

    bench.drain();
    bench.turn();

    assertThat(bench.asked())
        .containsExactly("run a1", "retry a1", "release a1", "release a2", "release a3");
  }
}
