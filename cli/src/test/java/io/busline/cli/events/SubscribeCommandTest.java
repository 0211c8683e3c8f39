package io.busline.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.event.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscribeCommandTest {
  private static final String URL = "memory:subscribe-command";

  private final EventBus bus = EventBus.connect(URL, "test");

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void it_stops_after_the_events_asked_for() {
    publish("order.created", "1", "2", "3");

    CommandLineRun run = subscribe("order.*", "--from=earliest", "--count=2", "--output=data");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("1\n2\n");
  }

  @Test
  void fewer_events_than_asked_for_is_an_exit_code_of_its_own() {
    publish("order.created", "1");

    CommandLineRun run =
        subscribe("order.*", "--from=earliest", "--count=2", "--idle=2s", "--output=data");

    assertThat(run.exitCode()).isEqualTo(Exit.NOT_REACHED);
    assertThat(run.out()).isEqualTo("1\n");
    assertThat(run.err()).contains("1 of 2 events came");
  }

  @Test
  void only_what_matches_is_printed() {
    publish("order.created", "1");
    publish("payment.completed", "2");
    publish("order.paid.late", "3");
    publish("order.paid", "4");

    CommandLineRun run =
        subscribe("order.*", "payment.>", "--from=earliest", "--count=3", "--output=data");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("1\n2\n4\n");
  }

  @Test
  void a_group_goes_on_where_it_stopped_and_loses_nothing() {
    publish("order.created", "1", "2", "3", "4", "5");

    String first = group("--count=2").out();
    String second = group("--count=2").out();
    String third = group("--count=1").out();

    assertThat(first + second + third).isEqualTo("1\n2\n3\n4\n5\n");
    assertThat(bus.groups().get(0).lag()).hasValue(0);
  }

  private static CommandLineRun group(String end) {
    return subscribe("order.*", "--group=audit", end, "--output=data");
  }

  @Test
  void a_start_that_has_no_effect_is_said_to_have_none() {
    publish("order.created", "1", "2");
    group("--count=1");

    CommandLineRun run =
        subscribe("order.*", "--group=audit", "--from=earliest", "--count=1", "--output=data");

    assertThat(run.out()).isEqualTo("2\n");
    assertThat(run.err()).contains("Group audit was here before and goes on where it stopped.");
  }

  @Test
  void ndjson_is_one_event_a_line_and_nothing_else() {
    bus.publish(
        Event.builder(
                "order.created", bytes("{\"a\":\n\"\u001b\u2028\"}".replace("\u001b", "\\u001b")))
            .id("1")
            .source("/test")
            .dataContentType("application/json"));
    bus.publish(Event.builder("order.created", bytes("x")).id("2").dataContentType("text/plain"));

    CommandLineRun run = subscribe(">", "--from=earliest", "--count=2", "--output=ndjson");

    assertThat(run.outLines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(Json.events().read(bytes(line)).source()).isNotEmpty());
  }

  @Test
  void data_that_is_not_what_it_says_is_printed_as_bytes() {
    bus.publish(Event.builder("a.b", bytes("{bad")).dataContentType("application/json"));

    CommandLineRun run = subscribe(">", "--from=earliest", "--count=1", "--output=ndjson");

    assertThat(Json.events().read(bytes(run.out())).data()).isEqualTo(bytes("{bad"));
    assertThat(run.err()).contains("not application/json");
  }

  @Test
  void pretty_shows_the_event_on_one_line_and_its_data_on_the_next() {
    bus.publish(
        Event.builder("order.created", bytes("{\"a\":1}"))
            .id("e-1")
            .subject("o-1")
            .extension("traceid", "4f"));

    CommandLineRun run = subscribe(">", "--from=earliest", "--count=1");

    assertThat(run.outLines()).hasSize(2);
    assertThat(run.outLines().get(0))
        .matches("[0-9:.]+  order.created  o-1  id=e-1  source=test  traceid=4f");
    assertThat(run.outLines().get(1)).isEqualTo("  {\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource({"pretty", "ndjson", "data"})
  void an_event_cannot_drive_the_terminal(String output) {
    bus.publish(
        Event.builder("a.b", bytes("\u001b[2J\u009b\u202e"))
            .subject("\u2066x")
            .dataContentType("text/plain"));

    CommandLineRun run =
        new CommandLineRun()
            .on(URL)
            .atTerminals(Stream.OUT)
            .withoutColour()
            .run("subscribe", ">", "--from=earliest", "--count=1", "--output=" + output);

    assertThat(run.out()).doesNotContain("\u001b", "\u009b", "\u202e", "\u2066");
    assertThat(run.out()).contains("\\u202e");
  }

  @Test
  void colours_are_for_a_terminal() {
    publish("order.created", "1");

    CommandLineRun run =
        new CommandLineRun()
            .on(URL)
            .atTerminals(Stream.OUT)
            .run("subscribe", ">", "--from=earliest", "--count=1");

    assertThat(run.out()).contains("\u001b[36morder.created\u001b[0m");
  }

  @Test
  void protobuf_is_shown_by_the_numbers_of_its_fields() {
    byte[] message = {0x0A, 3, 'o', '-', '1', 0x10, 7};
    bus.publish(Event.builder("a.b", message).dataContentType("application/protobuf"));
    bus.publish(Event.builder("a.b", new byte[] {0x0A}).dataContentType("application/protobuf"));

    CommandLineRun run = subscribe(">", "--from=earliest", "--count=2");

    assertThat(run.out()).contains("  1: \"o-1\" 2: 7\n", "(1 bytes of application/protobuf)");
  }

  @Test
  void binary_data_is_not_shown_to_people() {
    bus.publish(Event.builder("a.b", new byte[] {(byte) 0xFF, 0, 1}).dataContentType("image/png"));

    CommandLineRun run = subscribe(">", "--from=earliest", "--count=1");

    assertThat(run.out()).contains("(3 bytes of image/png)");
  }

  @Test
  void a_reader_that_has_seen_enough_ends_it_quietly() {
    publish("order.created", "1", "2");
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    CommandLineRun run =
        new CommandLineRun()
            .on(URL)
            .writingTo(closed)
            .run("subscribe", "order.*", "--group=audit", "--output=data");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).hasLineCount(1).startsWith("Receiving");
    assertThat(group("--count=2").out()).isEqualTo("1\n2\n");
  }

  @Test
  void an_interruption_ends_it_cleanly() throws Exception {
    CommandLineRun run = new CommandLineRun().on(URL);
    CompletableFuture<CommandLineRun> ended =
        run.start("subscribe", "order.*", "--from=earliest", "--output=data");
    publish("order.created", "1");
    awaitOutput(run, "1\n");

    assertThat(run.interruption.interrupt()).hasValue(Exit.DONE);
    assertThat(ended.get(60, TimeUnit.SECONDS).exitCode()).isZero();
  }

  @Test
  void an_interruption_before_the_count_is_reached_says_so() throws Exception {
    CommandLineRun run = new CommandLineRun().on(URL);
    CompletableFuture<CommandLineRun> ended =
        run.start("subscribe", "order.*", "--from=earliest", "--count=5", "--output=data");
    publish("order.created", "1");
    awaitOutput(run, "1\n");

    assertThat(run.interruption.interrupt()).hasValue(Exit.NOT_REACHED);
    assertThat(ended.get(60, TimeUnit.SECONDS).err()).contains("1 of 5 events came");
  }

  private static void awaitOutput(CommandLineRun run, String expected) {
    while (!run.out().equals(expected)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                         | PATTERN",
        "order..*                   | segment",
        "a.>.b                      | segment",
        "a --from=earlyest          | Did you mean earliest?",
        "a --from=2026-13-01        | is not a time",
        "a --from=-10x              | duration",
        "a --idle=5                 | duration",
        "a --count=0                | --count",
        "a --count=many             | --count",
        "a --output=ndjsn           | Did you mean ndjson?",
        "a --group=b..c             | group",
        "a --grup=b                 | Did you mean --group?",
        "a a                        | has a handler",
      })
  void what_cannot_be_is_refused_with_a_reason(String arguments, String reason) {
    CommandLineRun run = subscribe(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains(reason).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  private static CommandLineRun subscribe(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "subscribe";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new CommandLineRun().on(URL).run(all);
  }

  private void publish(String type, String... data) {
    for (String one : data) {
      bus.publish(type, bytes(one));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void it_ends_when_what_reads_its_output_has_ended(@TempDir Path folder) throws Exception {
    String url = "sqlite:" + folder.resolve("bus.db");
    try (EventBus file = EventBus.connect(url)) {
      file.publish(Event.builder("order.created", new byte[0]));
    }

    Process pipe =
        new ProcessBuilder(
                "sh",
                "-c",
                "\"$@\" | head -1",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.busline.cli.Main",
                "subscribe",
                ">",
                "--from=earliest",
                "--output=ndjson",
                "--bus=" + url)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    assertThat(new String(pipe.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("order.created")
        .hasLineCount(1);
    assertThat(pipe.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }
}
