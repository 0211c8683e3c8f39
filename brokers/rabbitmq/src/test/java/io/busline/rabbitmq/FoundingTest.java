package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a group that is founded waits for events that were on their way when it was bound. */
class FoundingTest {

  @ParameterizedTest
  @CsvSource({
    "PT0.001S, PT0.05S",
    "PT0.05S, PT0.05S",
    "PT0.3S, PT0.3S",
    "PT1S, PT1S",
    "PT20S, PT1S"
  })
  void it_waits_as_long_as_the_server_took_to_bind_it_within_bounds(Duration took, Duration waits) {
    assertThat(Founding.settleNanos(took.toNanos())).isEqualTo(waits.toNanos());
  }
}
