package io.busline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.cli.command.Exit;
import io.busline.cli.terminal.Terminal.Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "publish",
        "subscribe",
        "dead-letters",
        "dead-letters list",
        "dead-letters stats",
        "dead-letters show",
        "dead-letters redrive",
        "dead-letters discard",
        "outbox",
        "outbox list",
        "outbox lag",
        "outbox redrive",
        "outbox discard",
        "outbox prune",
        "outbox schema",
        "topics",
        "topics delete",
        "groups",
        "groups delete",
        "groups pause",
        "groups reset",
        "groups resume",
        "explain",
        "doctor",
        "bench",
        "schema",
        "schema check",
        "completion",
        "help",
        "version"
      })
  void every_command_has_help_with_an_example(String command) {
    CommandLineRun run = new CommandLineRun().run((command + " --help").strip().split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("\nUsage: busline", "Example", "  busline " + command);
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(130));
    assertThat(run.err()).isEmpty();
  }

  @Test
  void help_that_nobody_reads_any_more_ends_quietly() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    CommandLineRun run = new CommandLineRun().writingTo(closed).run("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void help_has_colours_at_a_terminal_only() {
    assertThat(new CommandLineRun().atTerminals(Stream.OUT).run("--help").out())
        .contains("\u001b[");
    assertThat(new CommandLineRun().atTerminals(Stream.OUT).withoutColour().run("--help").out())
        .doesNotContain("\u001b[");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''              | busline: no command is given",
        "pubish          | busline: unknown command \"pubish\". Did you mean publish?",
        "--verson        | busline: unknown option \"--verson\"",
        "topics --jsn    | busline topics: unknown option \"--jsn\". Did you mean --json?",
        "doctor extra    | busline doctor: \"extra\" is one argument too many",
        "demo --orders=x | busline demo: Invalid value for option '--orders'",
        "demo --orders=-1 --bus=memory: | busline demo: --orders is -1",
        "completion csh | none of the choices",
        "nosuch --help   | busline: unknown command \"nosuch\"",
        "doctor extra --help | busline doctor: \"extra\" is one argument too many",
        "dead-letters lst --help | busline dead-letters: unknown command \"lst\". Did you mean list?",
        "--bus=memory: topics | busline: no command is given before \"--bus\". Options follow the command",
      })
  void misuse_is_one_line_with_a_hint(String arguments, String message) {
    CommandLineRun run =
        new CommandLineRun().run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_url_in_the_wrong_place_does_not_show_its_credentials() {
    CommandLineRun run = new CommandLineRun().run("topics", "amqp://user:c4n4ry@@host/");

    assertThat(run.err()).contains("amqp://***@").doesNotContain("c4n4ry");
  }

  @Test
  void an_argument_that_java_could_not_read_is_refused() {
    CommandLineRun run = new CommandLineRun().run("publish", "a.b", "--data", "\"\uFFFD\"");

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("LC_ALL").hasLineCount(1);
  }

  @Test
  void debug_shows_where_an_error_came_from() {
    CommandLineRun run = new CommandLineRun().run("topics", "--bus=nonsense", "--debug");

    assertThat(run.err()).contains("ConfigurationException", "at io.busline");
  }

  @Test
  void the_version_is_one_line() {
    assertThat(new CommandLineRun().run("version").out())
        .startsWith("busline ")
        .contains("Java " + System.getProperty("java.version"))
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completion_knows_the_commands(String shell) {
    assertThat(new CommandLineRun().run("completion", shell).out())
        .contains("dead-letters", "--idle", "complete");
  }

  @Test
  void completion_for_fish_offers_each_command_where_it_belongs() {
    assertThat(new CommandLineRun().run("completion", "fish").out())
        .contains(
            "complete -c busline -n '__fish_use_subcommand' -a dead-letters -d 'Lists",
            "complete -c busline -n '__fish_seen_subcommand_from dead-letters; and not"
                + " __fish_seen_subcommand_from list",
            "complete -c busline -n '__fish_seen_subcommand_from subscribe' -l output -x -a"
                + " 'pretty ndjson data' -d 'pretty: for people.");
  }

  @Test
  void the_manual_has_every_command_with_its_examples() throws Exception {
    Installation.main(new String[] {"1.2.3", "2026-11-23", folder.toString()});

    String page = Files.readString(folder.resolve("man/man1/busline.1"));
    assertThat(page)
        .startsWith(".TH BUSLINE 1 \"2026\\-11\\-23\" \"busline 1.2.3\"")
        .contains(
            ".SS busline dead\\-letters redrive\n",
            "\n  busline dead\\-letters redrive \\-\\-group billing \\-\\-dry\\-run\n");
    assertThat(page.lines()).noneMatch(line -> line.matches("'.*"));
  }
}
