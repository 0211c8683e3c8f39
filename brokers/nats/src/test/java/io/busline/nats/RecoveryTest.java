package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken away on the server comes back by itself, and nothing falls silent. */
class RecoveryTest {
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

  @Test
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
