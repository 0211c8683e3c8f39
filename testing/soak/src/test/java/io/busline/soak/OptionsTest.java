package io.busline.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @Test
  void options_are_read() {
    Options options =
        Options.parse("kafka", "--minutes", "0.5", "--seed", "7", "--without", "clock,broker-kill");

    assertThat(options.url()).isEqualTo("kafka");
    assertThat(options.time()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.without()).containsExactly(Mishap.BROKER_KILL, Mishap.CLOCK);
  }

  @Test
  void what_breaks_a_file_for_good_must_be_asked_for() {
    try (Target target = SqliteTarget.own("")) {
      assertThat(Options.parse("sqlite").chosen(target))
          .contains(Mishap.LOCK)
          .doesNotContain(Mishap.DELETE_WAL);
      assertThat(Options.parse("sqlite", "--only", "delete-wal").chosen(target))
          .containsExactly(Mishap.DELETE_WAL);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "kafka --minutes | --minutes needs a value",
        "kafka --minutes soon | --minutes cannot be 'soon'",
        "kafka --minutes 0 | more than 0",
        "kafka --seed x | --seed cannot be 'x'",
        "kafka --only clocks | there is no mishap 'clocks'. Valid are broker-kill",
        "kafka nats | 'nats' is one too many",
        "kafka --fast | '--fast' is one too many",
        "--seed 4 | no broker is named",
        "kafka --release newest | --release cannot be 'newest'. Valid are old, current",
      })
  void what_cannot_be_is_refused_with_its_reason(String line, String reason) {
    assertThatThrownBy(() -> Options.parse(line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "sqlite:", "kafka?partitions=2", "jetstream", "rabbitmq:"})
  void a_broker_alone_is_the_soaks_own(String url) {
    assertThat(Places.isBare(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite:a.db", "amqp://localhost", "nats://h:1?tls=true", "memory:"})
  void a_url_is_of_others(String url) {
    assertThat(Places.isBare(url)).isFalse();
  }
}
