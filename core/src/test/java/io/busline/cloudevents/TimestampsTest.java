package io.busline.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  @Test
  void times_are_written_as_java_writes_them_and_come_back() {
    var random = new Random(20260131);
    int[] units = {1, 1_000, 1_000_000, 1_000_000_000};
    for (int i = 0; i < 20_000; i++) {
      int unit = units[i % units.length];
      var time =
          Instant.ofEpochSecond(
              FIRST + (long) (random.nextDouble() * (LAST - FIRST)),
              (long) random.nextInt(1_000_000_000 / unit) * unit);

      assertThat(Timestamps.format(time)).isEqualTo(time.toString());
      assertThat(Timestamps.parse(time.toString())).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2018-04-05T17:31:00Z, 2018-04-05T17:31:00Z",
    "2018-04-05T17:31:00.000000000Z, 2018-04-05T17:31:00Z",
    "2018-04-05T18:31:00+01:00, 2018-04-05T17:31:00Z",
    "2018-04-05T16:31:00-01:00, 2018-04-05T17:31:00Z",
    "2018-04-05T17:31:00-00:00, 2018-04-05T17:31:00Z",
    "2018-04-05t17:31:00z, 2018-04-05T17:31:00Z",
    "2018-04-06T17:30:00+23:59, 2018-04-05T17:31:00Z",
    "2018-04-05T17:31:00.1Z, 2018-04-05T17:31:00.100Z",
    "2018-04-05T17:31:00.1234567899Z, 2018-04-05T17:31:00.123456789Z",
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
    "2017-01-01T05:29:60.5+05:30, 2016-12-31T23:59:59.500Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z"
  })
  void every_form_of_the_rfc_is_read(String text, Instant time) {
    assertThat(Timestamps.parse(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lunchtime",
        "2018-04-05",
        "2018-04-05T18:31Z",
        "2018-04-05T18:31:00",
        "2018-04-05T18:31:00X",
        "2018-04-05T18:31:00+25:00",
        "2018-04-05T18:31:00+01:60",
        "2018-04-05T18:31:00+xx:00",
        "2018-04-05T18:31:00+05",
        "2018-04-05T18:31:00+0500",
        "2018-04-05T18:31:00+05:00:00",
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "2018-04-05T18:31:00*05:00",
        "2018-04-05T18:31:00ZZ",
        "2018-04-05T18:31:00Z ",
        " 2018-04-05T18:31:00Z",
        "2018-04-05 18:31:00Z",
        "2018-04-05T18:31:00.Z",
        "2018-04-05T18:31:00,5Z",
        "2018-04-05T18:31:00.5",
        "2018-4-5T18:31:00Z",
        "18-04-05T18:31:00Z",
        "+12018-04-05T18:31:00Z",
        "2018-13-05T18:31:00Z",
        "2018-00-05T18:31:00Z",
        "2018-04-31T18:31:00Z",
        "2018-04-00T18:31:00Z",
        "2023-02-29T18:31:00Z",
        "1900-02-29T18:31:00Z",
        "2018-04-05T24:00:00Z",
        "2018-04-05T18:60:00Z",
        "2018-04-05T18:31:61Z",
        "2018-04-05T18:31:60Z",
        "2018-W14-4T18:31:00Z",
        "\u0662\u0660\u0661\u0668-04-05T18:31:00Z",
        "1522949460"
      })
  void everything_else_is_refused(String text) {
    assertThatThrownBy(() -> Timestamps.parse(text))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("is not a time of RFC 3339");
  }

  @Test
  void a_year_of_more_than_four_digits_is_not_written() {
    assertThatThrownBy(() -> Timestamps.format(Instant.ofEpochSecond(LAST + 1)))
        .isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> Timestamps.format(Instant.ofEpochSecond(FIRST - 1)))
        .isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> Timestamps.format(Instant.MAX)).isInstanceOf(EncodingException.class);
  }
}
