package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.rabbitmq.Finished.Ack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One acknowledgement for as many deliveries as possible, and never for one that is not done. */
class FinishedTest {
  private final Finished finished = new Finished();

  @Test
  void what_is_finished_in_order_is_acknowledged_at_once() {
    finished.add(List.of(1L, 2L, 3L));
    finished.add(List.of(5L, 4L));

    assertThat(finished.together()).isEqualTo(5);
    assertThat(finished.takeTogether()).containsExactly(new Ack(5, true));
    assertThat(finished.isUntold()).isFalse();
    assertThat(finished.takeAll()).isEmpty();
  }

  @Test
  void what_overtakes_waits_for_the_gap_to_close_as_long_as_it_may() {
    finished.add(List.of(1L, 3L, 4L));

    assertThat(finished.together()).isEqualTo(1);
    assertThat(finished.takeTogether()).containsExactly(new Ack(1, true));
    assertThat(finished.isUntold()).isTrue();
    finished.add(List.of(2L));
    assertThat(finished.takeAll()).containsExactly(new Ack(4, true));
  }

  @Test
  void what_overtakes_is_acknowledged_alone_when_everything_is() {
    finished.add(List.of(3L, 2L));

    assertThat(finished.takeTogether()).isEmpty();
    assertThat(finished.takeAll()).containsExactly(new Ack(2, false), new Ack(3, false));
    assertThat(finished.isUntold()).isFalse();
  }

  @Test
  void a_gap_that_closes_is_acknowledged_without_what_was_acknowledged_alone() {
    finished.add(List.of(2L, 4L));
    finished.takeAll();

    finished.add(List.of(1L));
    assertThat(finished.takeAll()).containsExactly(new Ack(1, true));
    finished.add(List.of(3L, 6L));
    assertThat(finished.takeAll()).containsExactly(new Ack(6, false), new Ack(3, true));
    finished.add(List.of(5L));
    assertThat(finished.takeAll()).containsExactly(new Ack(5, true));
    finished.add(List.of(7L));
    assertThat(finished.takeAll()).containsExactly(new Ack(7, true));
  }

  @Test
  void a_gap_that_closes_behind_what_was_acknowledged_alone_leaves_the_rest_to_be_told() {
    finished.add(List.of(2L));
    finished.takeAll();

    finished.add(List.of(3L, 1L));

    assertThat(finished.together()).isEqualTo(2);
    assertThat(finished.takeAll()).containsExactly(new Ack(3, true));
    assertThat(finished.isUntold()).isFalse();
  }
}
