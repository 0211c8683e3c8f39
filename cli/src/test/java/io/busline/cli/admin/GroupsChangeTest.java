package io.busline.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.Subscription;
import io.busline.admin.TopicInfo;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.Exit;
import io.busline.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
  void a_group_that_is_paused_rests_until_it_is_resumed(String broker) throws Exception {
    String url = connect(broker);
    try (Subscription subscription = billing()) {
      assertThat(run(url, "pause", "billing", "--yes").out())
          .isEqualTo(
              "Group billing is paused; its instances take no more events until it is resumed.\n");
      await(() -> subscription.state() == Subscription.State.PAUSED);
      bus.publish(Event.builder("order.created", new byte[0]).id("1"));

      assertThat(run(url).outLines().get(1))
          .matches("billing +1 +1 +\\d+[sm] +0 +\\d+[sm] ago +order.*");
      assertThat(run(url, "--json").out()).contains("\"oldest\":\"20", "\"paused\":\"20");
      assertThat(subscription.explain()).contains("its group is paused");
      assertThat(bus.health().status()).isEqualTo(Health.Status.UP);
      assertThat(bus.health().notes())
          .singleElement()
          .asString()
          .contains("subscription billing: its group is paused");
      assertThat(handled).isEmpty();

      assertThat(run(url, "resume", "billing", "--yes", "--json").out())
          .isEqualTo("{\"name\":\"billing\",\"members\":1,\"lag\":1,\"resumed\":true}\n");
      assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo("1");
      assertThat(bus.health().notes()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("brokers")
  void a_pause_outlives_instances_and_a_reset(String broker) throws Exception {
    String url = connect(broker);
    twoEventsHandled();
    assertThat(run(url, "pause", "billing", "--yes").exitCode()).isZero();
    assertThat(run(url, "reset", "billing", "--to", "earliest", "--yes").exitCode()).isZero();

    try (Subscription again = billing()) {
      assertThat(again.state()).isEqualTo(Subscription.State.PAUSED);
      assertThat(new CommandLineRun().on(url).run("explain", "order.*", "--group", "billing").out())
          .contains("its group is paused");
      assertThat(run(url, "resume", "billing", "--yes").exitCode()).isZero();
      assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @MethodSource("brokers")
  void a_topic_that_is_deleted_is_gone_for_every_group_and_made_anew(String broker)
      throws Exception {
    String url = connect(broker);
    twoEventsHandled();
    bus.publish(Event.builder("order.created", new byte[0]).id("3"));
    bus.publish(Event.builder("other.created", new byte[0]).id("4"));

    CommandLineRun dry = topics(url, "delete", "order", "--dry-run");
    CommandLineRun run = topics(url, "delete", "order", "--yes", "--json");

    assertThat(dry.err()).contains("which has 3 events", "Nothing was done.");
    assertThat(run.out()).isEqualTo("{\"name\":\"order\",\"events\":3,\"deleted\":true}\n");
    assertThat(bus.topics()).extracting(TopicInfo::name).containsExactly("other");
    assertThat(lag()).isZero();
    // The same event once more is a new one, and its topic another one.
    bus.publish(Event.builder("new.created", new byte[0]).id("5"));
    bus.publish(Event.builder("order.created", new byte[0]).id("1"));
    try (Subscription again = billing()) {
      assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo("1");
      assertThat(handled).isEmpty();
    }
    assertThat(bus.topics()).extracting(TopicInfo::name).containsExactly("new", "order", "other");
  }

  @ParameterizedTest
  @MethodSource("brokers")
  void a_topic_that_an_instance_reads_is_left_alone(String broker) throws Exception {
    String url = connect(broker);
    bus.publish(Event.builder("order.created", new byte[0]).id("1"));
    try (Subscription subscription = billing()) {
      CommandLineRun run = topics(url, "delete", "order", "--yes");

      assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
      assertThat(run.err()).contains("instances of group billing").hasLineCount(1);
      assertThat(topics(url, "delete", "nothing", "--yes").err())
          .contains("there is no topic \"nothing\"");
    }
  }

  private static CommandLineRun topics(String url, String... arguments) {
    String[] all = Stream.concat(Stream.of("topics"), Stream.of(arguments)).toArray(String[]::new);
    return new CommandLineRun().on(url).run(all);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
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
