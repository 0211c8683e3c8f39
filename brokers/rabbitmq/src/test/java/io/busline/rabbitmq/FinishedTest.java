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
    assertThat(finished.add(List.of(1L, 2L, 3L))).containsExactly(new Ack(3, true));
    assertThat(finished.add(List.of(5L, 4L))).containsExactly(new Ack(5, true));
  }

  @Test
  void what_overtakes_is_acknowledged_alone() {
    assertThat(finished.add(List.of(3L, 2L))).containsExactly(new Ack(3, false), new Ack(2, false));
  }

  @Test
  void a_gap_that_closes_is_acknowledged_without_what_was_acknowledged_before() {
    finished.add(List.of(2L, 4L));

    assertThat(finished.add(List.of(1L))).containsExactly(new Ack(1, true));
    assertThat(finished.add(List.of(3L, 6L))).containsExactly(new Ack(6, false), new Ack(3, true));
    assertThat(finished.add(List.of(5L))).containsExactly(new Ack(5, true));
    assertThat(finished.add(List.of(7L))).containsExactly(new Ack(7, true));
  }
}
