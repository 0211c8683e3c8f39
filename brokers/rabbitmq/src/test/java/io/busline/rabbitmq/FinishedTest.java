package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.rabbitmq.Finished.Ack;
import org.junit.jupiter.api.Test;

/** One acknowledgement for as many deliveries as possible, and never for one that is not done. */
class FinishedTest {
  private final Finished finished = new Finished();

  private void finish(long... tags) {
    for (long tag : tags) {
      finished.add(tag);
    }
  }

  @Test
  void what_is_finished_in_order_is_acknowledged_at_once() {
    finish(1, 2, 3);
    finish(5, 4);

    assertThat(finished.together()).isEqualTo(5);
    assertThat(finished.takeTogether()).containsExactly(new Ack(5, true));
    assertThat(finished.isUntold()).isFalse();
    assertThat(finished.takeAll()).isEmpty();
  }

  @Test
  void what_overtakes_waits_for_the_gap_to_close_as_long_as_it_may() {
    finish(1, 3, 4);

    assertThat(finished.together()).isEqualTo(1);
    assertThat(finished.takeTogether()).containsExactly(new Ack(1, true));
    assertThat(finished.isUntold()).isTrue();
    finish(2);
    assertThat(finished.takeAll()).containsExactly(new Ack(4, true));
  }

  @Test
  void what_overtakes_is_acknowledged_alone_when_everything_is() {
    finish(3, 2);

    assertThat(finished.takeTogether()).isEmpty();
    assertThat(finished.takeAll()).containsExactly(new Ack(2, false), new Ack(3, false));
    assertThat(finished.isUntold()).isFalse();
  }

  @Test
  void a_gap_that_closes_is_acknowledged_without_what_was_acknowledged_alone() {
    finish(2, 4);
    finished.takeAll();

    finish(1);
    assertThat(finished.takeAll()).containsExactly(new Ack(1, true));
    finish(3, 6);
    assertThat(finished.takeAll()).containsExactly(new Ack(6, false), new Ack(3, true));
    finish(5);
    assertThat(finished.takeAll()).containsExactly(new Ack(5, true));
    finish(7);
    assertThat(finished.takeAll()).containsExactly(new Ack(7, true));
  }

  @Test
  void a_gap_that_closes_behind_what_was_acknowledged_alone_leaves_the_rest_to_be_told() {
    finish(2);
    finished.takeAll();

    finish(3, 1);

    assertThat(finished.together()).isEqualTo(2);
    assertThat(finished.takeAll()).containsExactly(new Ack(3, true));
    assertThat(finished.isUntold()).isFalse();
  }
}
