package io.busline.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.Exit;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishCommandTest {
  private static final String URL = "memory:publish-command";

  @TempDir Path folder;

  private final EventBus bus = EventBus.connect(URL);
  private final BlockingQueue<Event<byte[]>> events = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void an_event_is_published_with_its_attributes() throws InterruptedException {
    CommandLineRun run =
        publish(
            "order.created",
            "--data={\"n\": 1.50}",
            "--key=o-1",
            "--id=e-1",
            "--source=/shop",
            "--subject=s-1",
            "--header=traceid=4f",
            "--header=tenant=a=b");

    Event<byte[]> event = received();
    assertThat(run.exitCode()).isZero();
    assertThat(event.type()).isEqualTo("order.created");
    assertThat(event.id()).isEqualTo("e-1");
    assertThat(event.source()).isEqualTo("/shop");
    assertThat(event.subject()).contains("s-1");
    assertThat(event.key()).contains("o-1");
    assertThat(event.time()).isPresent();
    assertThat(event.dataContentType()).contains("application/json");
    assertThat(event.extensions()).containsEntry("traceid", "4f").containsEntry("tenant", "a=b");
  }

  @Test
  void json_is_sent_byte_for_byte() throws InterruptedException {
    publish("order.created", "--data={ \"n\" : 1.50 }\n");

    assertThat(received().data()).isEqualTo("{ \"n\" : 1.50 }\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void the_receipt_is_one_line_of_output() {
    CommandLineRun run = publish("order.created", "--data=1", "--id=e-1");

    assertThat(run.out()).isEqualTo("order.created  id=e-1  topic=order  position=0  stored\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void the_receipt_can_be_json() {
    CommandLineRun run = publish("order.created", "--data=1", "--id=e-1", "--json");

    assertThat(run.out())
        .isEqualTo(
            "{\"type\":\"order.created\",\"id\":\"e-1\",\"topic\":\"order\",\"position\":\"0\",\"duplicate\":false}\n");
  }

  @Test
  void a_repetition_is_recognised() {
    publish("order.created", "--data=1", "--id=e-1");

    CommandLineRun again = publish("order.created", "--data=1", "--id=e-1");

    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("was there already");
  }

  @Test
  void data_comes_from_a_file() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("order.json"), "[1]");

    publish("order.created", "--data", "@" + file);

    assertThat(received().data()).isEqualTo("[1]".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void data_comes_from_standard_input() throws InterruptedException {
    new CommandLineRun().on(URL).typing("[2]").run("publish", "order.created", "--data", "-");

    assertThat(received().data()).isEqualTo("[2]".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void data_of_another_content_type_need_not_be_json() throws InterruptedException {
    publish("order.created", "--data=hello", "--content-type=text/plain");

    assertThat(received().dataContentType()).contains("text/plain");
  }

  @Test
  void an_event_can_do_without_data() throws InterruptedException {
    publish("order.created");

    Event<byte[]> event = received();
    assertThat(event.data()).isEmpty();
    assertThat(event.dataContentType()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{bad", "{\"a\":1,\"a\":2}", "1 2", "", "NaN", "'x'", "null"})
  void what_is_not_json_is_refused_and_not_published(String data) {
    CommandLineRun run = publish("order.created", "--data", data);

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).startsWith("busline publish: the data ").hasLineCount(1);
    assertThat(bus.topics()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "order..created      | event type",
        "$JS.API.STREAM      | event type",
        "amq.direct          | brokers keep for themselves",
        "a.b --id=           | attribute id",
        "a.b --source=a<b    | attribute source",
        "a.b --header=Up=1   | extension attribute",
        "a.b --header=id=1   | the name of a core attribute",
        "a.b --header=x      | KEY=VALUE",
        "a.b --content-type=x/y | --content-type",
        "a.b c.d             | one argument too many",
        "a.b --events=-      | --events takes everything from the file",
        "--key=k             | nothing to publish",
      })
  void what_cannot_be_is_refused_with_a_reason(String arguments, String reason) {
    CommandLineRun run = publish(arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains(reason).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_file_that_is_not_there_is_a_failure() {
    CommandLineRun run = publish("order.created", "--data=@" + folder.resolve("none.json"));

    assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("there is no file").hasLineCount(1);
  }

  @Test
  void data_that_no_broker_takes_is_refused() {
    CommandLineRun run =
        new CommandLineRun()
            .on(URL)
            .typing("\"" + "x".repeat(1024 * 1024) + "\"")
            .run("publish", "order.created", "--data", "-");

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("1048576").hasLineCount(1);
  }

  private static CommandLineRun publish(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "publish";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new CommandLineRun().on(URL).run(all);
  }

  private Event<byte[]> received() throws InterruptedException {
    bus.broadcast()
        .onPattern(">", byte[].class, events::add)
        .from(StartPosition.earliest())
        .subscribe();
    return events.poll(60, TimeUnit.SECONDS);
  }
}
