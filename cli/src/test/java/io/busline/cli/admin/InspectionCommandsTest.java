package io.busline.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectionCommandsTest {
  private static final String URL = "memory:inspection-commands";

  @TempDir Path folder;

  private final EventBus bus = EventBus.connect(URL, "test");

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void topics_are_a_table() {
    bus.publish("order.created", 1);
    bus.publish("order.paid", 1);

    CommandLineRun run = run("topics");

    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines()).hasSize(2);
    assertThat(run.outLines().get(0)).matches("TOPIC +EVENTS +NEWEST +TYPES");
    assertThat(run.outLines().get(1)).matches("order +2 +\\d+[sm] ago +order.created, order.paid");
  }

  @Test
  void topics_can_be_json() {
    bus.publish("order.created", 1);

    assertThat(run("topics", "--json").out())
        .matches(
            "\\[\\{\"name\":\"order\",\"events\":1,\"newest\":\".*Z\",\"types\":\\[\"order.created\"]}]\n");
  }

  @Test
  void groups_are_a_table() {
    try (Subscription billing =
        bus.subscription("billing").onPattern("order.*", byte[].class, e -> {}).subscribe()) {
      billing.pause();
      bus.publish("order.created", 1);

      CommandLineRun run = run("groups");

      assertThat(run.outLines().get(0))
          .matches("GROUP +MEMBERS +LAG +OLDEST +DEAD LETTERS +PAUSED +READS");
      assertThat(run.outLines().get(1)).matches("billing +1 +1 +\\d+[sm] +0 +– +order\\.\\*");
    }
  }

  @Test
  void groups_can_be_json() {
    bus.subscription("billing").onPattern("order.*", byte[].class, e -> {}).subscribe().close();

    assertThat(run("groups", "--json").out())
        .isEqualTo(
            "[{\"name\":\"billing\",\"patterns\":[\"order.*\"],\"members\":0,\"lag\":0,\"deadLetters\":0}]\n");
  }

  @Test
  void an_empty_bus_is_no_failure() {
    assertThat(run("topics").exitCode()).isZero();
    assertThat(run("topics").err()).contains("No topics");
    assertThat(run("topics", "--json").out()).isEqualTo("[]\n");
    assertThat(run("groups").err()).contains("No groups");
  }

  @Test
  void a_bus_is_explained() {
    CommandLineRun run = run("explain");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("bus at " + URL, "it can", "largest event");
  }

  @Test
  void a_subscription_is_explained_without_a_trace() {
    CommandLineRun run = run("explain", "order.*", "--group=billing", "--from=latest");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("subscription billing", "order.*", "latest the first time", "dead letter");
    assertThat(bus.groups()).isEmpty();
  }

  @Test
  void a_broadcast_is_explained() {
    assertThat(run("explain", "order.*").out()).contains("subscription broadcast", "nobody");
  }

  @Test
  void the_doctor_marks_what_it_finds() {
    CommandLineRun run = run("doctor");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("✓ connection  memory:", "! durability");
  }

  @Test
  void the_doctor_can_speak_json() {
    assertThat(run("doctor", "--json").out())
        .contains("{\"severity\":\"warning\",\"subject\":\"durability\"");
  }

  @Test
  void a_bus_out_of_reach_is_a_finding() throws Exception {
    Path noDatabase = Files.writeString(folder.resolve("text.db"), "this is not a database at all");

    CommandLineRun run = new CommandLineRun().on("sqlite:" + noDatabase).run("doctor");

    assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run.out()).contains("✗ connection");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void without_a_bus_the_file_in_the_data_folder_is_it() {
    CommandLineRun run = new CommandLineRun();
    run.environment.put("XDG_DATA_HOME", folder.toString());

    run.run("publish", "order.created", "--data=1");

    assertThat(run.exitCode()).isZero();
    assertThat(folder.resolve("busline/bus.db")).exists();
  }

  @Test
  void without_a_data_folder_it_is_in_the_home_folder() {
    CommandLineRun run = new CommandLineRun();
    run.environment.put("HOME", folder.toString());
    run.environment.put("XDG_DATA_HOME", "relative");

    run.run("topics");

    assertThat(run.exitCode()).isZero();
    assertThat(folder.resolve(".local/share/busline/bus.db")).exists();
  }

  @Test
  void the_option_goes_before_the_environment() {
    bus.publish("order.created", 1);

    CommandLineRun run = new CommandLineRun().on("memory:another").run("topics", "--bus", URL);

    assertThat(run.out()).contains("order");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sqlit:x                        | Did you mean sqlite?",
        "nonsense                       | no scheme",
        "''                             | no scheme",
        "memory://host                  | memory: has no host",
        "memory:x?retian=1              | Did you mean retain?",
        "memory:x?retain=many           | retain",
        "amqp://user:c4n4ry@h/?exchnge=x| Did you mean exchange?",
        "jetstream://user:c4n4ry@h:99999| 65535",
      })
  void a_wrong_url_is_refused_without_its_credentials(String url, String reason) {
    CommandLineRun run = new CommandLineRun().run("topics", "--bus", url, "--debug");

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err().lines().findFirst().orElseThrow()).contains(reason);
    assertThat(run.err()).doesNotContain("c4n4ry");
  }

  private static CommandLineRun run(String... arguments) {
    return new CommandLineRun().on(URL).run(arguments);
  }
}
