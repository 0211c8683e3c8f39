package io.busline.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void an_outlier_does_not_move_the_median() {
    assertThat(Spread.of(List.of(1.0, 5.0, 2.0, 1000.0, 3.0))).isEqualTo(new Spread(3, 2, 5));
  }

  @Test
  void between_two_values_lies_their_mean() {
    assertThat(Spread.of(List.of(1.0, 2.0)).median()).isEqualTo(1.5);
  }

  @Test
  void a_single_value_is_all_three() {
    assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
  }
}
