package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.StartPosition;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken away on the server comes back by itself, and nothing falls silent. */
@MayWarn
class RecoveryTest {
  /** The code of the server's answer. */
  private static final int SUBJECTS_OVERLAP = 10065;

  private NatsServer server;
  private Shop shop;

  @BeforeEach
  void open() {
    server = NatsServer.start(Release.CURRENT);
    shop = new Shop(server);
  }

  @AfterEach
  void close() {
    shop.close();
    server.close();
  }

  @Test
  void reading_goes_on_where_it_was_when_somebody_deletes_the_consumer() {
    EventBus bus = shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "1");
    shop.awaitReceived("1");

    String stream = shop.stream("order");
    for (String consumer : shop.ask(m -> m.getConsumerNames(stream))) {
      shop.ask(m -> m.deleteConsumer(stream, consumer));
    }
    shop.publish(bus, "order.created", "k", "2");

    shop.awaitReceived("2");
    assertThat(shop.received).containsExactly("1", "2");
  }

  @Test
  @Warns("is a new log, made at")
  void a_stream_that_somebody_deletes_is_made_again_and_read_from_its_beginning() {
    EventBus bus = shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "1");
    shop.awaitReceived("1");

    shop.ask(m -> m.deleteStream(shop.stream("order")));
    shop.publishUntilStored(bus, "order.created", "2");

    shop.awaitReceived("2");
    assertThat(shop.received).containsExactly("1", "2");
  }

  @Test
  void the_record_of_groups_that_somebody_deletes_is_written_again() {
    EventBus bus = shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "1");
    shop.awaitReceived("1");

    shop.ask(m -> m.deleteStream(StreamNames.GROUPS));
    shop.publish(bus, "order.created", "k", "2");

    shop.awaitReceived("2");
    shop.await(
        "the group is listed again",
        () -> bus.groups().stream().anyMatch(g -> g.name().equals(shop.name + "a")));
  }

  private EventBus subscribeFromNow(List<String> received, String... patterns) {
    EventBus bus = shop.bus();
    var builder = bus.subscription(shop.name + "late").from(StartPosition.latest());
    for (String pattern : patterns) {
      builder.onPattern(shop.type(pattern), byte[].class, e -> received.add(Shop.text(e)));
    }
    builder.subscribe();
    return bus;
  }

  private List<String> publishMany(EventBus bus, String prefix, int count) {
    List<String> ids = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    ids.forEach(id -> shop.publishUntilStored(bus, "order.created", id));
    return ids;
  }

  @ParameterizedTest
  @ValueSource(strings = {"order.created", "order.*"})
  void a_group_that_began_late_reads_all_of_a_stream_that_was_made_anew(String pattern) {
    List<String> before = publishMany(shop.bus(), "before", 10);
    EventBus bus = subscribeFromNow(shop.received, pattern);

    shop.ask(m -> m.deleteStream(shop.stream("order")));
    List<String> after = publishMany(bus, "after", 25);

    shop.await("all arrive", () -> shop.received.containsAll(after));
    assertThat(shop.received).doesNotContainAnyElementsOf(before).containsExactlyElementsOf(after);
  }

  @Test
  void a_group_that_does_not_run_reads_all_of_a_stream_that_was_made_anew_meanwhile() {
    publishMany(shop.bus(), "before", 10);
    subscribeFromNow(shop.received, "order.created").close();

    shop.ask(m -> m.deleteStream(shop.stream("order")));
    List<String> after = publishMany(shop.bus(), "after", 25);
    subscribeFromNow(shop.received, "order.created");

    shop.await("all arrive", () -> shop.received.containsAll(after));
    assertThat(shop.received).containsExactlyElementsOf(after);
  }

  @Test
  void what_a_group_has_done_is_not_done_again_when_somebody_deletes_the_record_of_groups() {
    EventBus bus = shop.subscribe("a", "order.created");
    List<String> before = publishMany(bus, "before", 25);
    shop.await("all arrive", () -> shop.received.size() == before.size());
    shop.await(
        "it is written down",
        () ->
            shop.ask(m -> m.getStreamInfo(StreamNames.GROUPS)).getStreamState().getLastSequence()
                > 3);

    shop.ask(m -> m.deleteStream(StreamNames.GROUPS));
    shop.publish(bus, "order.created", "k", "after");
    shop.awaitReceived("after");
    shop.await("it is there again", () -> shop.streams().contains(StreamNames.GROUPS));
    shop.await(
        "what was done is written down again",
        () ->
            bus.groups().stream()
                .anyMatch(
                    group ->
                        group.name().equals(shop.name + "a")
                            && group.lag().orElse(-1) == 0
                            && group.members() == 1));

    assertThat(shop.received).hasSize(before.size() + 1);
    shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "last");
    shop.awaitReceived("last");
    assertThat(shop.received).hasSize(before.size() + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"group.", "slots.", "member."})
  void a_record_that_a_tool_deletes_while_its_group_runs_is_written_again(String what)
      throws Exception {
    EventBus bus = shop.subscribe("a", "order.created");
    List<String> before = publishMany(bus, "before", 25);
    shop.await("all arrive", () -> shop.received.size() == before.size());

    KeyValue groups = shop.plain.keyValue(StreamNames.GROUPS_BUCKET);
    for (String key : groups.keys()) {
      if (key.startsWith(what + shop.name)) {
        groups.delete(key);
      }
    }
    shop.publish(bus, "order.created", "k", "after");
    shop.awaitReceived("after");

    shop.await(
        "it is written again",
        () -> bus.groups().stream().anyMatch(g -> g.lag().orElse(-1) == 0 && g.members() == 1));
    shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "last");
    shop.awaitReceived("last");
    assertThat(shop.received).hasSize(before.size() + 2);
  }

  @Test
  void a_group_whose_record_a_tool_has_deleted_begins_anew() throws Exception {
    shop.subscribe("a", "order.created").close();
    KeyValue groups = shop.plain.keyValue(StreamNames.GROUPS_BUCKET);
    for (String key : groups.keys()) {
      groups.delete(key);
    }

    EventBus bus = shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "1");

    shop.awaitReceived("1");
    assertThat(bus.groups()).hasSize(1);
  }

  @Test
  void a_type_that_moves_to_another_stream_is_published_and_read_there() {
    EventBus bus = shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "1");
    shop.awaitReceived("1");

    // The bus may make the stream again before the other one is there.
    shop.await("the type has moved", () -> shop.ask(this::move));
    shop.publishUntilStored(bus, "order.created", "2");

    shop.awaitReceived("2");
    shop.publishUntilStored(bus, "order.created", "3");
    shop.awaitReceived("3");
    shop.await("all is well", () -> bus.health().status() == Health.Status.UP);
  }

  private boolean move(JetStreamManagement management) throws IOException, JetStreamApiException {
    if (management.getStreamNames().contains(shop.stream("order"))) {
      management.deleteStream(shop.stream("order"));
    }
    StreamConfiguration other =
        StreamConfiguration.builder().name("OTHER" + shop.name).subjects(shop.type(">")).build();
    try {
      management.addStream(other);
      return true;
    } catch (JetStreamApiException e) {
      assertThat(e.getApiErrorCode()).isEqualTo(SUBJECTS_OVERLAP);
      return false;
    }
  }

  @Test
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 2)
  void a_stream_of_dead_letters_that_somebody_deletes_is_made_again() {
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "a")
        .retry(RetryPolicy.none())
        .on(
            shop.type("order.created"),
            byte[].class,
            event -> {
              throw new IllegalStateException("out of stock");
            })
        .subscribe();
    shop.publish(bus, "order.created", "k", "1");
    shop.await("there is a letter", () -> letters(bus) == 1);

    shop.ask(m -> m.deleteStream(StreamNames.DEAD_LETTERS));
    shop.publish(bus, "order.created", "k", "2");

    shop.await("there is a letter", () -> letters(bus) == 1);
    assertThat(bus.health().status()).isEqualTo(Health.Status.UP);
  }

  @Test
  @Warns({"the connection to 127.0.0.1", "is a new log, made at"})
  void a_server_that_comes_back_without_its_data_is_used_like_a_new_one() {
    EventBus bus = shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "1");
    shop.awaitReceived("1");

    server.kill();
    server.restartEmpty();
    shop.publishUntilStored(bus, "order.created", "2");

    shop.awaitReceived("2");
    assertThat(bus.groups()).singleElement().satisfies(g -> assertThat(g.members()).isEqualTo(1));
  }

  @Test
  @Warns("a dead letter could not be stored: it is larger than the stream allows")
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 2)
  void an_event_is_kept_while_its_dead_letter_finds_no_room() {
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "a")
        .retry(RetryPolicy.none())
        .on(
            shop.type("order.created"),
            byte[].class,
            event -> {
              shop.received.add(Shop.text(event));
              throw new IllegalStateException("out of stock");
            })
        .subscribe();
    shop.publish(bus, "order.created", "k", "1");
    shop.await("there is a letter", () -> letters(bus) == 1);

    limitLetters(1);
    shop.publish(bus, "order.created", "other", "2");
    shop.await("it is told", () -> bus.health().status() != Health.Status.UP);
    assertThat(bus.health().toString()).contains("dead letter");
    assertThat(letters(bus)).isEqualTo(1);

    limitLetters(-1);
    shop.await("the letter is stored", () -> letters(bus) == 2);
    shop.await("all is well", () -> bus.health().status() == Health.Status.UP);
    assertThat(shop.received).as("handled").containsExactly("1", "2");
  }

  private static int letters(EventBus bus) {
    return bus.deadLetters().list(DeadLetterQuery.all(), 10).size();
  }

  private void limitLetters(int bytesEach) {
    StreamConfiguration there =
        shop.ask(m -> m.getStreamInfo(StreamNames.DEAD_LETTERS)).getConfiguration();
    shop.ask(
        m ->
            m.updateStream(
                StreamConfiguration.builder(there).maximumMessageSize(bytesEach).build()));
  }
}
