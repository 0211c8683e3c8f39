package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
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
}
