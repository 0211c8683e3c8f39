package io.busline.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.event.Event;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkPublishTest {
  private static final String URL = "memory:bulk-publish";
  private static final Path WEBHOOKS = Path.of("../../shared/data/github-webhooks.ndjson");

  @TempDir Path folder;

  private final EventBus bus = EventBus.connect(URL);

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void every_line_is_published() {
    CommandLineRun run = publish(event("1") + "\n" + event("2") + "\r\n\n" + event("3"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).startsWith("3 published, 0 failed, 0 unknown").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_malformed_line_is_named_and_does_not_stop_the_rest() {
    CommandLineRun run =
        publish(
            String.join(
                "\n",
                event("1"),
                "{bad",
                "",
                "[]",
                "{\"specversion\":\"1.0\"}",
                event("2").replace("a.b", "a..b"),
                event("3").replace("1.0", "0.3"),
                event("4")));

    assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run.err().lines())
        .hasSize(6)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("line 2: "),
            line -> assertThat(line).startsWith("line 4: "),
            line -> assertThat(line).startsWith("line 5: ").contains("id"),
            line -> assertThat(line).startsWith("line 6: ").contains("a..b"),
            line -> assertThat(line).startsWith("line 7: ").contains("0.3"),
            line -> assertThat(line).startsWith("2 published, 5 failed, 0 unknown"));
  }

  @Test
  void a_line_longer_than_any_event_is_passed_over() {
    CommandLineRun run = publish("x".repeat(Lines.MAX_LENGTH + 10) + "\n" + event("1"));

    assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("line 1: is longer than").contains("1 published, 1 failed");
  }

  @Test
  void an_event_the_broker_refuses_is_named() {
    String large = event("1").replace("\"n\"", "\"" + "x".repeat(1024 * 1024) + "\"");

    CommandLineRun run = publish(large + "\n" + event("2"));

    assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("line 1: ").contains("1 published, 1 failed, 0 unknown");
  }

  @Test
  void control_characters_of_a_line_do_not_reach_the_terminal() {
    CommandLineRun run = publish(event("1").replace("a.b", "a.\\u001b[31mb"));

    assertThat(run.err()).doesNotContain("\u001b");
  }

  @Test
  void what_was_there_already_is_counted() {
    publish(event("1"));

    CommandLineRun again = publish(event("1") + "\n" + event("2"));

    assertThat(again.exitCode()).isZero();
    assertThat(again.err()).startsWith("2 published (1 already there)");
  }

  @Test
  void what_is_stored_and_what_is_not_can_be_json() {
    CommandLineRun run =
        new CommandLineRun()
            .on(URL)
            .typing(event("1") + "\nnonsense\n")
            .run("publish", "--events", "-", "--json");

    assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run.out())
        .isEqualTo("{\"published\":1,\"duplicates\":0,\"failed\":1,\"unknown\":0}\n");
  }

  @Test
  void a_terminal_sees_no_remains_of_the_progress() {
    CommandLineRun run =
        new CommandLineRun()
            .on(URL)
            .atTerminals(Stream.ERR)
            .typing(event("1"))
            .run("publish", "--events", "-");

    assertThat(run.err()).contains("1 published");
  }

  @Test
  void a_file_comes_back_as_it_was() throws IOException {
    Path file = folder.resolve("events.ndjson");
    Files.writeString(file, event("1") + "\n" + event("2").replace("\"n\"", "0.10") + "\n");

    new CommandLineRun().on(URL).run("publish", "--events", file.toString());

    assertThat(everything(2).out()).isEqualTo(Files.readString(file));
  }

  /** The file beside the repository has 170 events, nine of them with an id seen before. */
  @Test
  void real_events_come_back_as_they_were() throws IOException {
    Path file = Files.exists(WEBHOOKS) ? WEBHOOKS : ownSample();
    List<Event<byte[]>> expected = events(Files.readAllLines(file));

    CommandLineRun run = new CommandLineRun().on(URL).run("publish", "--events", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(events(everything(expected.size()).outLines()))
        .as("the events of %s", file)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<Event<byte[]>> events(List<String> lines) {
    return lines.stream()
        .map(line -> Json.events().read(line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  @Test
  void an_interruption_ends_it_with_a_summary() throws Exception {
    PipedOutputStream source = new PipedOutputStream();
    CommandLineRun run = new CommandLineRun().on(URL).reading(new PipedInputStream(source));
    CompletableFuture<CommandLineRun> ended = run.start("publish", "--events", "-");
    source.write((event("1") + "\n").getBytes(StandardCharsets.UTF_8));
    source.flush();
    awaitTopics();

    int exitCode = run.interruption.interrupt().orElseThrow();

    assertThat(exitCode).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("1 published").contains("Interrupted");
    source.close();
    ended.get(60, TimeUnit.SECONDS);
  }

  private void awaitTopics() {
    while (bus.topics().isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static CommandLineRun publish(String lines) {
    return new CommandLineRun().on(URL).typing(lines).run("publish", "--events", "-");
  }

  private static CommandLineRun everything(int count) {
    return new CommandLineRun()
        .on(URL)
        .run("subscribe", ">", "--from=earliest", "--count=" + count, "--output=ndjson");
  }

  private static String event(String id) {
    return "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/test\",\"type\":\"a.b\",\"datacontenttype\":\"application/json\",\"data\":{\"v\":\"n\"}}"
        .formatted(id);
  }

  private Path ownSample() throws IOException {
    return Files.write(
        folder.resolve("sample.ndjson"), List.of(event("1"), event("2"), event("3")));
  }
}
