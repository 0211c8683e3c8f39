package io.busline.cli.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersCommandTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private static final String URL = "memory:dead-letters-command";

  private final EventBus bus = EventBus.connect(URL, "test");

  @BeforeEach
  void letters() {
    List<Subscription> groups =
        List.of(failing("billing", "order.created"), failing("shipping", "payment.completed"));
    publish("order.created", "o-1");
    publish("order.created", "o-2");
    publish("payment.completed", "o-1");
    while (all().size() < 3) {
      LockSupport.parkNanos(1_000_000);
    }
    groups.forEach(Subscription::close);
  }

  @AfterEach
  void close() {
    bus.close();
  }

  private Subscription failing(String group, String type) {
    return bus.subscription(group)
        .on(
            type,
            byte[].class,
            event -> {
              throw new IllegalStateException("no \u001b[31mmoney");
            })
        .retry(RetryPolicy.none())
        .subscribe();
  }

  private void publish(String type, String key) {
    byte[] data = "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
    bus.publish(
        Event.builder(type, data)
            .id(type + "-" + key)
            .key(key)
            .extension("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
            .dataContentType("application/json"));
  }

  private List<DeadLetter> all() {
    return bus.deadLetters().list(DeadLetterQuery.all(), 100);
  }

  private String idOf(String eventId) {
    return all().stream()
        .filter(letter -> letter.event().id().equals(eventId))
        .findFirst()
        .orElseThrow()
        .id();
  }

  @Test
  void they_are_listed_as_a_table() {
    CommandLineRun run = run("list");

    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines()).hasSize(4);
    assertThat(run.outLines().get(0)).startsWith("ID ").contains("GROUP", "REASON", "ATTEMPTS");
    assertThat(run.outLines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "billing",
                        "order.created",
                        "o-1",
                        "handler-failed",
                        "IllegalStateException: no"));
    assertThat(run.err()).isEmpty();
  }

  @Test
  void they_are_listed_as_json() {
    CommandLineRun run = run("list", "--json", "--group=shipping");

    List<?> letters = (List<?>) Json.read(run.out().getBytes(StandardCharsets.UTF_8));
    assertThat(letters)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("group", "shipping")
        .containsEntry("type", "payment.completed")
        .containsEntry("key", "o-1")
        .containsEntry("reason", "handler-failed")
        .containsEntry("attempts", 1);
  }

  @ParameterizedTest
  @CsvSource({
    "--group=billing, 2",
    "--topic=payment, 1",
    "--type=order.created, 2",
    "--key=o-1, 2",
    "--key=o-2, 1",
    "--reason=handler-failed, 3",
    "--reason=UNDECODABLE, 0",
    "--since=-1h, 3",
    "--since=2100-01-01, 0",
    "--limit=2, 2"
  })
  void a_filter_bounds_the_list(String filter, int expected) {
    CommandLineRun run = run("list", filter, "--json");

    assertThat((List<?>) Json.read(run.out().getBytes(StandardCharsets.UTF_8))).hasSize(expected);
  }

  @Test
  void no_letters_is_no_failure() {
    CommandLineRun run = run("list", "--group=nobody");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("No dead letters");
  }

  @Test
  void a_letter_is_shown_with_its_cause_and_event() {
    CommandLineRun run = run("show", idOf("order.created-o-1"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("trace           " + TRACE)
        .contains("handler-failed", "order.created-o-1", "{\"n\":1}", "IllegalStateException")
        .doesNotContain("\u001b");
  }

  @Test
  void a_letter_is_shown_as_json_with_its_event_as_a_cloudevent() {
    CommandLineRun run = run("show", idOf("order.created-o-1"), "--json");

    assertThat(run.out())
        .contains("\"event\":{\"specversion\":\"1.0\",\"id\":\"order.created-o-1\"")
        .contains("\"traceId\":\"" + TRACE + "\"")
        .contains("\"data\":{\"n\":1}")
        .doesNotContain("\u001b");
  }

  @Test
  void a_letter_that_is_not_there_is_a_failure() {
    CommandLineRun run = run("show", "0000");

    assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("no dead letter \"0000\"").hasLineCount(1);
  }

  @Test
  void a_rehearsal_changes_nothing() {
    assertThat(run("redrive", "--dry-run").outLines()).hasSize(4);
    assertThat(run("discard", "--dry-run").outLines()).hasSize(4);

    assertThat(all()).hasSize(3);
  }

  @Test
  void one_letter_is_redriven_by_its_id() {
    CommandLineRun run = run("redrive", idOf("order.created-o-1"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("1 redriven, 0 failed");
    assertThat(all()).hasSize(2);
  }

  @Test
  void letters_are_redriven_by_a_filter_at_a_rate() {
    CommandLineRun run = run("redrive", "--group=billing", "--rate=1000");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("2 redriven");
    assertThat(all()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"redrive", "discard"})
  void all_of_them_need_a_confirmation(String command) {
    CommandLineRun run = run(command);

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("all 3 dead letters").contains("--yes").hasLineCount(1);
    assertThat(all()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"redrive", "discard"})
  void a_confirmation_can_be_given_beforehand(String command) {
    assertThat(run(command, "--yes").exitCode()).isZero();
    assertThat(all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"y, 0, 0", "YES, 0, 0", "n, 1, 3", "'', 1, 3", "maybe, 1, 3"})
  void a_terminal_is_asked(String answer, int exitCode, int left) {
    CommandLineRun run =
        new CommandLineRun()
            .on(URL)
            .atTerminals(Stream.IN, Stream.ERR)
            .typing(answer + "\n")
            .run("dead-letters", "discard");

    assertThat(run.err()).contains("Remove all 3 dead letters on " + URL + "? [y/N]");
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(all()).hasSize(left);
  }

  @Test
  void letters_are_discarded_by_a_filter() {
    CommandLineRun run = run("discard", "--group=billing", "--key=o-2");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("1 removed");
    assertThat(all()).hasSize(2);
  }

  @Test
  void an_id_that_is_not_there_is_a_failure() {
    assertThat(run("redrive", "0000").exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run("discard", "0000").exitCode()).isEqualTo(Exit.FAILED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                    | no command is given",
        "lst                   | Did you mean list?",
        "list --reason=bad     | none of the choices",
        "list --reason=handlerfailed | Did you mean handler-failed?",
        "list --since=yesterday| is not a time",
        "list --limit=0        | --limit",
        "redrive --rate=-1 --yes | events a second",
        "redrive --rate=fast   | --rate",
        "show                  | ID",
      })
  void what_cannot_be_is_refused_with_a_reason(String arguments, String reason) {
    CommandLineRun run = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains(reason).hasLineCount(1);
    assertThat(all()).hasSize(3);
  }

  private static CommandLineRun run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "dead-letters";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new CommandLineRun().on(URL).run(all);
  }

  @Test
  void the_beginning_of_an_id_is_enough() {
    String id = idOf("payment.completed-o-1");

    assertThat(run("show", id.substring(0, id.length() - 1), "--json").out())
        .contains("\"id\":\"" + id + "\"");
    assertThat(run("redrive", "payment", "--dry-run").out()).contains(id);
    assertThat(run("discard", "payment.completed-o-1", "--json").out())
        .isEqualTo("{\"discarded\":1}\n");
    assertThat(all()).hasSize(2);
  }

  @Test
  void a_beginning_that_several_letters_have_is_refused_with_those_it_may_mean() {
    CommandLineRun run = run("discard", "order.created-o-");

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err())
        .contains(
            "\"order.created-o-\" may mean ",
            idOf("order.created-o-1") + " (event order.created-o-1 of group billing)",
            idOf("order.created-o-2"),
            "Write more of the id")
        .hasLineCount(1);
    assertThat(all()).hasSize(3);
  }

  @SuppressWarnings("try") // The subscription need only be there.
  @Test
  void a_whole_id_of_an_event_is_meant_even_if_another_begins_with_it() {
    publish("order.created", "o-11");
    try (Subscription billing = failing("billing", "order.created")) {
      while (all().size() < 4) {
        LockSupport.parkNanos(1_000_000);
      }
    }

    assertThat(run("discard", "order.created-o-1").exitCode()).isZero();
    assertThat(all()).extracting(letter -> letter.event().id()).contains("order.created-o-11");
  }

  @Test
  void what_was_changed_can_be_json() {
    assertThat(run("redrive", "--group=billing", "--dry-run", "--json").out())
        .startsWith("[{\"id\":")
        .contains("\"group\":\"billing\"");
    assertThat(run("redrive", "--group=billing", "--json").out())
        .isEqualTo("{\"redriven\":2,\"failed\":0,\"failures\":[]}\n");
    assertThat(run("redrive", "--group=billing", "--json").out())
        .isEqualTo("{\"redriven\":0,\"failed\":0,\"failures\":[]}\n");
    assertThat(run("redrive", "--group=billing", "--dry-run", "--json").out()).isEqualTo("[]\n");
  }

  @Test
  void letters_are_counted_by_group_type_and_cause() {
    CommandLineRun table = run("stats");

    assertThat(table.outLines()).hasSize(3);
    assertThat(table.outLines().get(1))
        .matches(" *2  billing +order.created +IllegalStateException +\\d+s ago +\\d+s ago");
    assertThat(run("stats", "--group=shipping", "--json").out())
        .startsWith(
            "[{\"group\":\"shipping\",\"type\":\"payment.completed\","
                + "\"cause\":\"IllegalStateException\",\"letters\":1,\"oldest\":\"20");
    assertThat(run("stats", "--group=nobody").err()).contains("No dead letters that are like that");
  }
}
