package io.busline.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.Exit;
import io.busline.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups that are deleted and reset, on a broker of its own kind and on a leased log. */
@SuppressWarnings("try") // A subscription need only be there.
class GroupsChangeTest {
  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
  private EventBus bus = EventBus.connect("memory:unused");

  static Stream<String> brokers() {
    return Stream.of("memory:groups-change", "sqlite:");
  }

  @TempDir private Path folder;

  @AfterEach
  void close() {
    bus.close();
  }

  private String connect(String broker) {
    String url = broker.equals("sqlite:") ? broker + folder.resolve("bus.db") : broker;
    bus.close();
    bus = EventBus.connect(url);
    return url;
  }

  private Subscription billing() {
    return bus.subscription("billing")
        .onPattern("order.*", byte[].class, event -> handled.add(event.id()))
        .subscribe();
  }

  private void twoEventsHandled() throws Exception {
    try (Subscription subscription = billing()) {
      bus.publish(Event.builder("order.created", new byte[0]).id("1"));
      bus.publish(Event.builder("order.created", new byte[0]).id("2"));
      assertThat(handled.poll(60, TimeUnit.SECONDS)).isEqualTo("1");
      assertThat(handled.poll(60, TimeUnit.SECONDS)).isEqualTo("2");
      subscription.drain(Duration.ofSeconds(20));
    }
  }

  @ParameterizedTest
  @MethodSource("brokers")
  void a_group_that_is_deleted_is_founded_anew(String broker) throws Exception {
    String url = connect(broker);
    twoEventsHandled();

    CommandLineRun run = run(url, "delete", "billing", "--yes", "--json");

    assertThat(run.out())
        .isEqualTo("{\"name\":\"billing\",\"members\":0,\"lag\":0,\"deleted\":true}\n");
    assertThat(bus.groups()).isEmpty();
    try (Subscription again = billing()) {
      assertThat(handled.poll(60, TimeUnit.SECONDS)).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @MethodSource("brokers")
  void a_group_that_is_reset_begins_there(String broker) throws Exception {
    String url = connect(broker);
    twoEventsHandled();

    assertThat(run(url, "reset", "billing", "--to", "earliest", "--yes").out())
        .isEqualTo("Group billing is reset; it begins at earliest.\n");
    assertThat(lag()).isEqualTo(2);
    assertThat(run(url, "reset", "billing", "--to", "latest", "--yes").exitCode()).isZero();
    assertThat(lag()).isZero();
    try (Subscription again = billing()) {
      bus.publish(Event.builder("order.created", new byte[0]).id("3"));
      assertThat(handled.poll(60, TimeUnit.SECONDS)).isEqualTo("3");
    }
  }

  private long lag() {
    return bus.groups().get(0).lag().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("brokers")
  void a_dry_run_and_a_script_without_a_word_of_consent_change_nothing(String broker)
      throws Exception {
    String url = connect(broker);
    twoEventsHandled();

    CommandLineRun dry = run(url, "delete", "billing", "--dry-run");
    CommandLineRun unconfirmed = run(url, "delete", "billing");

    assertThat(dry.exitCode()).isZero();
    assertThat(dry.err()).contains("0 members and 0 events to handle", "Nothing was done.");
    assertThat(unconfirmed.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(unconfirmed.err()).contains("Confirm it with --yes").hasLineCount(1);
    assertThat(bus.groups()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("brokers")
  void a_group_with_an_instance_is_left_alone(String broker) throws Exception {
    String url = connect(broker);
    try (Subscription subscription = billing()) {
      CommandLineRun run = run(url, "reset", "billing", "--to=latest", "--yes");

      assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
      assertThat(run.err()).contains("1 of its instances are connected").hasLineCount(1);
    }
  }

  @ParameterizedTest
  @MethodSource("brokers")
  void a_group_that_is_not_there_is_a_failure(String broker) throws Exception {
    CommandLineRun run = run(connect(broker), "delete", "nobody", "--yes");

    assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("there is no group \"nobody\"").hasLineCount(1);
  }

  private static CommandLineRun run(String url, String... arguments) {
    String[] all = Stream.concat(Stream.of("groups"), Stream.of(arguments)).toArray(String[]::new);
    return new CommandLineRun().on(url).run(all);
  }
}
