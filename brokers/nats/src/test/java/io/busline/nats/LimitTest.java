package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.SubscriptionBuilder;
import io.busline.error.BrokerException;
import io.busline.error.PublishFailedException;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A limit that is reached is told by its name, by the publish or subscription that meets it. */
@MayWarn
class LimitTest {
  private static final String CONFIG =
      """
      no_auth_user: admin
      accounts {
        ALL { jetstream: enabled, users: [ { user: admin, password: pw } ] }
        SMALL {
          jetstream: { max_file: 300000, max_streams: 20 }
          users: [ { user: small, password: pw } ]
        }
        BOUND {
          jetstream: { max_file: 10000000, max_bytes_required: true }
          users: [ { user: bound, password: pw } ]
        }
        FEW {
          jetstream: { max_streams: 1 }
          users: [ { user: few, password: pw } ]
        }
      }
      """;

  private static NatsServer server;

  @BeforeAll
  static void start() {
    server = NatsServer.start(Release.CURRENT, CONFIG);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static EventBus connect(String user, String options) {
    EventBusBuilder bus =
        EventBus.builder(
            "jetstream://%s:pw@%s?insecure=true%s".formatted(user, server.address(), options));
    return bus.service("shop").publishTimeout(Duration.ofMinutes(2)).connect();
  }

  private static void limit(Shop shop, UnaryOperator<StreamConfiguration.Builder> change) {
    StreamConfiguration there =
        shop.ask(m -> m.getStreamInfo(shop.stream("order"))).getConfiguration();
    shop.ask(m -> m.updateStream(change.apply(StreamConfiguration.builder(there)).build()));
  }

  @Test
  void limits_of_a_stream_fail_a_publish_with_their_name() {
    try (Shop shop = new Shop(server);
        EventBus bus = connect("admin", "")) {
      String type = shop.type("order.created");
      bus.publish(type, "1");

      limit(shop, stream -> stream.maximumMessageSize(1_000));
      assertThatThrownBy(() -> bus.publish(type, "x".repeat(2_000)))
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("max_msg_size");

      limit(shop, s -> s.maxBytes(100).discardPolicy(DiscardPolicy.New).maximumMessageSize(-1));
      assertThatThrownBy(() -> bus.publish(type, "3"))
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("the stream is full and refuses what is new (maximum bytes");

      limit(shop, s -> s.maxBytes(-1).maxMessages(1));
      assertThatThrownBy(() -> bus.publish(type, "4"))
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("the stream is full and refuses what is new (maximum messages");
    }
  }

  @Test
  void an_account_that_is_full_fails_a_publish_with_the_reason() {
    try (EventBus bus = connect("small", "")) {
      assertThatThrownBy(
              () -> {
                while (!Thread.interrupted()) {
                  bus.publish("order.created", "x".repeat(50_000));
                }
              })
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("limits are reached (resource limits exceeded for account");
    }
  }

  @Test
  void an_account_that_wants_limits_of_bytes_is_told_at_the_first_publish_and_subscription() {
    try (EventBus bus = connect("bound", "")) {
      assertThatThrownBy(() -> bus.publish("order.created", "1"))
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("max-bytes");
      assertThatThrownBy(() -> bus.subscribe("order.created", String.class, event -> {}))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("max-bytes");
    }
    try (EventBus bus = connect("bound", "&max-bytes=2100000")) {
      bus.subscribe("order.created", String.class, event -> {});
      bus.publish("order.created", "1");
    }
  }

  @Test
  void an_account_of_few_streams_is_told_at_once_what_it_has_no_room_for() {
    try (EventBus bus = connect("few", "")) {
      assertThatThrownBy(() -> bus.subscribe("order.created", String.class, event -> {}))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("too many streams");
    }
  }

  @Test
  @Warns(value = "says: maximum subscriptions exceeded", orMore = true)
  void a_server_without_room_for_subscriptions_refuses_them() {
    try (NatsServer small = NatsServer.start(Release.CURRENT, "max_subscriptions: 3\n");
        EventBus bus = EventBus.connect("nats://" + small.address(), "shop")) {
      assertThatThrownBy(
              () -> {
                SubscriptionBuilder many = bus.broadcast().discardFailed();
                for (int i = 0; i < 5; i++) {
                  many.on("order.created" + i, String.class, event -> {});
                }
                many.subscribe();
              })
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("maximum subscriptions exceeded");
    }
  }
}
