package io.busline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.busline.cli.command.Times;
import io.busline.cli.terminal.Secrets;
import io.busline.cli.terminal.Shell;
import io.busline.cli.terminal.Table;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.cli.terminal.Visible;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Text as it is read from the command line and shown on a terminal. */
class TextTest {

  @ParameterizedTest
  @CsvSource({"'a\u001b[2Jb', 'a\\u001b[2Jb'", "'\u202e', '\\u202e'", "'żółw 🐢', 'żółw 🐢'"})
  void what_is_not_visible_is_escaped(String text, String shown) {
    assertThat(Visible.line(text)).isEqualTo(shown);
  }

  @Test
  void line_breaks_stay_where_lines_are_wanted() {
    assertThat(Visible.line("a\nb")).isEqualTo("a\\u000ab");
    assertThat(Visible.lines("a\n\tb\r\u0000")).isEqualTo("a\n\tb\\u000d\\u0000");
  }

  @ParameterizedTest
  @CsvSource({
    "amqp://user:secret@host/v, amqp://***@host/v",
    "see nats://a:b@h and kafka://c:d@e, see nats://***@h and kafka://***@e",
    "kafka://host:9092/x@y, kafka://host:9092/x@y",
    "mail to me@example.org, mail to me@example.org"
  })
  void credentials_in_a_url_are_hidden(String text, String shown) {
    assertThat(Secrets.hidden(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-23T10:00:00Z", "2026-11-23T11:00+01:00", "2026-11-23T10:00:00.000Z"})
  void a_time_is_iso_8601(String text) {
    assertThat(Times.parse(text)).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-23", "2026-11-23T10:00"})
  void a_time_without_a_zone_is_local(String text) {
    assertThat(Times.parse(text)).isBetween("2026-11-22T00:00:00Z", "2026-11-24T12:00:00Z");
  }

  @Test
  void a_time_can_be_how_long_ago() {
    assertThat(Times.parse("-10m"))
        .isCloseTo(Instant.now().minusSeconds(600), within(1, ChronoUnit.MINUTES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "-10", "10m", "yesterday", "2026-02-30", "-0s", "-PT2562047788015215H"})
  void what_is_not_a_time_is_refused(String text) {
    assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(TypeConversionException.class);
  }

  @Test
  void words_are_quoted_for_a_shell_where_they_must_be() {
    assertThat(Shell.quoted("sqlite:a/b.db")).isEqualTo("sqlite:a/b.db");
    assertThat(Shell.quoted("sqlite:it's mine")).isEqualTo("'sqlite:it'\\''s mine'");
  }

  @Test
  void a_line_for_people_does_not_tear_the_status_line() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = terminal(err, 20);

    terminal.status("working on it, and on it");
    terminal.note("line 7: bad");

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[Kworking on it, and \r\u001b[Kline 7: bad\nworking on it, and ");
  }

  @Test
  void a_table_at_a_terminal_is_no_wider_than_it() {
    Table table = new Table("NAME", "NUMBER#");
    table.row("x".repeat(30), 7);

    assertThat(table.lines(terminal(new ByteArrayOutputStream(), 20)))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(20));
  }

  private static Terminal terminal(ByteArrayOutputStream err, int columns) {
    return new Terminal(
        InputStream.nullInputStream(),
        new ByteArrayOutputStream(),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Set.of(Stream.OUT, Stream.ERR),
        columns,
        false);
  }
}
