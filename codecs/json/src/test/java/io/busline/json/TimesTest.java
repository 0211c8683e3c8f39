package io.busline.json;

import static io.busline.json.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import io.busline.error.DecodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.Year;
import java.util.Calendar;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.xml.datatype.XMLGregorianCalendar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A time is text, of whatever class; and an enum says itself what stands for the unknown. */
@SuppressWarnings("JavaUtilDate") // Others have it in their classes.
class TimesTest {
  private final JsonCodec codec = new JsonCodec();

  record Old(Date date, Calendar calendar, List<Date> all) {}

  record Counted(
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) Instant at,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) Date date,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) Duration took) {}

  enum Color {
    RED,
    @JsonEnumDefaultValue
    OTHER
  }

  enum Strict {
    YES
  }

  record Painted(Color color, EnumMap<Color, Integer> counts, List<Color> all) {}

  record Decided(Strict strict) {}

  @ParameterizedTest
  @ValueSource(
      classes = {
        Date.class,
        java.sql.Timestamp.class,
        java.sql.Date.class,
        Calendar.class,
        XMLGregorianCalendar.class,
        Instant.class,
        LocalDate.class,
        MonthDay.class,
        Duration.class
      })
  void a_number_is_no_time(Class<?> type) {
    for (String number : List.of("0", "-5", "1700000000000", "1.5", "'1700000000'", "'-5'")) {
      assertThatThrownBy(() -> codec.decode(json(number), type))
          .isInstanceOf(DecodingException.class);
    }
  }

  @Test
  void text_is_a_time_of_an_old_class_too() {
    var calendar = Calendar.getInstance();
    var old = new Old(new Date(1_700_000_000_123L), calendar, List.of(new Date(0)));

    Old read = codec.decode(codec.encode(old), Old.class);

    assertThat(read.date()).isEqualTo(old.date());
    assertThat(read.calendar().getTimeInMillis()).isEqualTo(calendar.getTimeInMillis());
    assertThat(read.all()).isEqualTo(old.all());
    assertThatThrownBy(() -> codec.decode(json("{'date':5}"), Old.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("at date")
        .hasMessageContaining("text of ISO 8601");
    assertThat(codec.decode(json("2026"), Year.class)).isEqualTo(Year.of(2026));
  }

  @Test
  void a_time_that_is_written_as_a_number_because_its_annotation_says_so_is_read_as_one() {
    var counted =
        new Counted(Instant.ofEpochSecond(1_700_000_000L), new Date(123), Duration.ofSeconds(5));

    assertThat(codec.decode(codec.encode(counted), Counted.class)).isEqualTo(counted);
  }

  @Test
  void an_unknown_constant_is_the_one_that_the_enum_has_for_it() {
    Painted read =
        codec.decode(
            json("{'color':'GREEN','counts':{'RED':1,'BLUE':2},'all':['RED','PINK']}"),
            Painted.class);

    assertThat(read.color()).isEqualTo(Color.OTHER);
    assertThat(read.counts()).isEqualTo(Map.of(Color.RED, 1, Color.OTHER, 2));
    assertThat(read.all()).containsExactly(Color.RED, Color.OTHER);
    assertThatThrownBy(() -> codec.decode(json("{'strict':'NO'}"), Decided.class))
        .isInstanceOf(DecodingException.class);
    assertThatThrownBy(() -> codec.decode(json("{'color':1}"), Painted.class))
        .isInstanceOf(DecodingException.class);
  }
}
