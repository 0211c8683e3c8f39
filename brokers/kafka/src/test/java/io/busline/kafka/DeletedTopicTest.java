package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.Subscription.State;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody deletes a topic that is in use. The dead letters' is everybody's, so has a server. */
@MayWarn
class DeletedTopicTest {
  private static final String BETWEEN = "between";
  private static KafkaServer server;
  private Shop shop;

  @BeforeAll
  static void start() {
    server = KafkaServer.start(Release.CURRENT, KafkaServer.QUICK);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    shop = new Shop(server);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private void delete(String topic) {
    shop.ask(a -> a.deleteTopics(List.of(topic)).all());
  }

  /** The id of a topic; of none while it is not there. */
  private Uuid id(String topic) {
    return shop.ask(a -> a.listTopics().listings()).stream()
        .filter(listing -> listing.name().equals(topic))
        .map(TopicListing::topicId)
        .findFirst()
        .orElse(Uuid.ZERO_UUID);
  }

  /** The server takes events into a topic for a moment after it has said that it is deleted. */
  private void deleteAndPublishUntilMadeAgain(EventBus bus) {
    Uuid old = id(shop.type("order"));
    delete(shop.type("order"));
    shop.await(
        "it is made again",
        () -> {
          shop.publish(bus, "order.created", "k", BETWEEN);
          return !List.of(old, Uuid.ZERO_UUID).contains(id(shop.type("order")));
        });
  }

  private boolean isThere(String topic) {
    return shop.ask(a -> a.listTopics().names()).contains(topic);
  }

  private Subscription subscribe(EventBus bus, String options) {
    return bus.subscription(shop.name + options)
        .on(shop.type("order.created"), byte[].class, e -> shop.received.add(Shop.text(e)))
        .subscribe();
  }

  /** The first publish is under way when nobody knows yet that its topic is gone. */
  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void every_publish_is_stored_in_a_topic_made_again_and_reaches_its_group(String protocol) {
    EventBus bus = shop.bus("&protocol=" + protocol);
    subscribe(bus, "a");
    EventBus other = shop.bus();
    shop.publish(other, "order.created", "k", "old");
    shop.awaitReceived("old");

    deleteAndPublishUntilMadeAgain(other);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      texts.add("new" + i);
      shop.publish(other, "order.created", "k", "new" + i);
    }

    shop.awaitReceived(texts.toArray(String[]::new));
    assertThat(shop.received.stream().filter(t -> t.startsWith("new")).distinct())
        .containsExactlyElementsOf(texts);
  }

  @Test
  void who_only_reads_makes_its_topic_again() {
    subscribe(shop.bus(), "a");

    delete(shop.type("order"));

    shop.await("it is there again", () -> isThere(shop.type("order")));
  }

  /** Its start was a place in the topic that is gone. */
  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void a_group_that_began_late_misses_nothing_of_a_topic_made_again(String protocol) {
    EventBus bus = shop.bus("&protocol=" + protocol);
    for (int i = 0; i < 5; i++) {
      shop.publish(bus, "order.created", "k", "old" + i);
    }
    bus.subscription(shop.name + "a")
        .on(shop.type("order.created"), byte[].class, e -> shop.received.add(Shop.text(e)))
        .from(StartPosition.latest())
        .subscribe();

    deleteAndPublishUntilMadeAgain(bus);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      texts.add("new" + i);
      shop.publish(bus, "order.created", "k", "new" + i);
    }

    shop.awaitReceived(texts.toArray(String[]::new));
    assertThat(shop.received.stream().distinct().filter(text -> !text.equals(BETWEEN)))
        .containsExactlyElementsOf(texts);
  }

  @Test
  @Warns(value = "?topology=none forbids making it", orMore = true)
  void without_leave_to_make_topics_publisher_and_reader_are_told_soon_until_it_is_there() {
    shop.make("order", 4);
    EventBus bus = shop.bus("&topology=none");
    Subscription subscription = subscribe(bus, "a");
    shop.publish(bus, "order.created", "k", "old");
    shop.awaitReceived("old");
    long start = System.nanoTime();

    delete(shop.type("order"));

    shop.await(
        "publishing is refused",
        () -> {
          Throwable failure = catchThrowable(() -> shop.publish(bus, "order.created", "k", "lost"));
          return failure instanceof PublishFailedException
              && failure.getMessage().contains("does not exist");
        });
    // A publish whose answer is awaited in vain takes 30 s.
    assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(25_000_000_000L);
    shop.await("the reader says so", () -> subscription.state() == State.RECOVERING);
    assertThat(bus.health().toString()).contains("does not exist").contains(shop.type("order"));

    shop.make("order", 4);
    shop.await(
        "publishing goes on",
        () -> catchThrowable(() -> shop.publish(bus, "order.created", "k", "new")) == null);
    shop.awaitReceived("new");
    shop.await("the reader goes on", () -> subscription.state() == State.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void a_topic_remade_with_fewer_partitions_is_read_and_written_on(String protocol) {
    shop.make("order", 4);
    // What was under way to a partition that is gone is never answered.
    EventBus bus =
        shop.bus(
            "&topology=none&protocol=" + protocol,
            builder -> builder.publishTimeout(Duration.ofSeconds(5)));
    Subscription group = subscribe(bus, "a");
    Subscription broadcast =
        bus.broadcast()
            .on(shop.type("order.created"), byte[].class, e -> shop.received.add("b" + e.id()))
            .subscribe();
    publish(bus, "old");

    delete(shop.type("order"));
    shop.await("it is gone", () -> !isThere(shop.type("order")));
    shop.make("order", 1);
    publish(bus, "new");

    shop.await("the group has nothing left", () -> group.lag().orElse(-1) == 0);
    shop.await("the broadcast has nothing left", () -> broadcast.lag().orElse(-1) == 0);
  }

  private void publish(EventBus bus, String prefix) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String number = Integer.toString(i);
      // What was under way to a partition that is gone is unknown.
      shop.await(
          "it is stored",
          () ->
              catchThrowable(
                      () -> shop.publish(bus, "order.created", "k" + number, prefix + number))
                  == null);
      expected.addAll(List.of(prefix + i, "b" + prefix + i));
    }
    shop.awaitReceived(expected.toArray(String[]::new));
  }

  @Test
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 2)
  void the_topic_of_dead_letters_is_made_again_for_the_next_one() {
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "a")
        .on(
            shop.type("order.created"),
            byte[].class,
            e -> {
              throw new IllegalStateException("injected");
            })
        .retry(RetryPolicy.none())
        .subscribe();
    shop.publish(bus, "order.created", "k", "1");
    shop.letters(bus, "a", 1);

    delete(Topics.DEAD_LETTERS);
    assertThat(bus.deadLetters().list(DeadLetterQuery.ofGroup(shop.name + "a"), 10)).isEmpty();
    shop.publish(bus, "order.created", "k", "2");

    assertThat(shop.letters(bus, "a", 1).get(0).event().id()).isEqualTo("2");
    assertThat(shop.letters(shop.bus(), "a", 1)).hasSize(1);
  }

  @Test
  void outputs_of_a_transaction_are_stored_in_a_topic_made_again() {
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "a")
        .onTransaction(
            shop.type("order.created"),
            byte[].class,
            (event, outputs) ->
                outputs.publish(
                    Event.builder(shop.type("bill.sent"), event.data()).subject(event.id())))
        .subscribe();
    bus.subscription(shop.name + "b")
        .on(shop.type("bill.sent"), byte[].class, e -> shop.received.add(Shop.text(e)))
        .subscribe();
    shop.publish(bus, "order.created", "k", "1");
    shop.awaitReceived("1");

    delete(shop.type("bill"));
    shop.publish(bus, "order.created", "k", "2");

    shop.awaitReceived("2");
    assertThat(Set.copyOf(shop.received)).isEqualTo(Set.of("1", "2"));
  }

  /** How many wait cannot be asked of partitions that are not there. */
  @Test
  void what_waits_is_counted_while_a_topic_is_gone() {
    shop.make("order", 4);
    Subscription subscription = subscribe(shop.bus("&topology=none"), "a");

    delete(shop.type("order"));

    shop.await("nothing waits", () -> subscription.lag().orElse(-1) == 0);
  }
}
