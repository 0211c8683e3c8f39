package io.busline.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "10s, PT10S",
    "5m, PT5M",
    "2h, PT2H",
    "7d, PT168H",
    "PT1.5S, PT1.5S",
    "1H, PT1H"
  })
  void people_and_iso_8601_are_understood(String text, Duration duration) {
    assertThat(Durations.parse("wait", text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "0s", "-5s", "5 s", "PT-5S", "99999999999s", "soon"})
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Durations.parse("wait", text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("wait");
  }

  @ParameterizedTest
  @ValueSource(strings = {"36501d", "999999999d", "PT2562047788015215H"})
  void what_would_overflow_where_nanoseconds_are_counted_is_refused(String text) {
    assertThat(Durations.parse("wait", "36500d").toNanos()).isPositive();

    assertThatThrownBy(() -> Durations.parse("wait", text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("36500d is the longest");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.25S, 250ms",
    "PT12.8S, 12.8s",
    "PT10S, 10s",
    "PT5M, 5m",
    "PT2H, 2h",
    "PT168H, 7d",
    "PT90S, 90s"
  })
  void durations_are_written_as_people_read_them(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }
}
