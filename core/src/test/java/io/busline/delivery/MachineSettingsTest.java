package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineSettingsTest {
  @ParameterizedTest
  @CsvSource({"0, 1, 1, 1", "1, 0, 1, 1", "1, 1, 0, 1", "1, 1, 1, 0"})
  void no_bound_is_below_one(int concurrency, int capacity, int maxBatch, long timeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MachineSettings(concurrency, capacity, maxBatch, timeout, false))
        .withMessage("every bound is at least 1");
  }
}
