package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.Health;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.annotation.EventType;
import io.busline.error.ConfigurationException;
import io.busline.error.PublishUnknownException;
import io.busline.error.UnsupportedException;
import io.busline.event.StartPosition;
import io.busline.logs.Logged;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Await;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.spi.Capability;
import io.busline.testkit.Recorder;
import io.nats.client.impl.Headers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is peculiar to core NATS. */
@MayWarn("is lost")
class CoreBrokerTest {
  @TempDir private Path folder;

  private static EventBus connect(NatsServer server) {
    return EventBus.connect("nats://" + server.address(), "shop");
  }

  /** The client's own flush would say so, without asking, right after a message has come in. */
  @Test
  @Warns("the broker's connection did not close in time")
  void a_receipt_is_not_given_before_the_server_has_answered() {
    try (NatsServer server = NatsServer.start(Release.CURRENT);
        TcpProxy proxy = TcpProxy.to(server.port());
        EventBus bus =
            patient("nats://" + proxy.address(), Duration.ofSeconds(1)).service("shop").connect()) {
      Recorder<String> recorder = new Recorder<>();
      subscribe(bus, recorder, String.class);
      bus.publish("order.created", "1");
      recorder.awaitCount(1);

      proxy.mode(Mode.SWALLOW);

      assertThatThrownBy(() -> bus.publish("order.created", "2"))
          .isInstanceOf(PublishUnknownException.class);
    }
  }

  @EventType("order.created")
  record Order(String id) {}

  @Test
  void what_is_wrong_with_a_bus_is_told_though_nobody_listens() {
    assertThatThrownBy(
            () ->
                EventBus.builder("nats://127.0.0.1:1")
                    .upcaster(Order.class, Order.class, order -> order)
                    .connect())
        .isInstanceOf(ConfigurationException.class);
  }

  private static <T> void subscribe(EventBus bus, Recorder<T> recorder, Class<T> dataClass) {
    bus.subscription("billing")
        .on("order.created", dataClass, recorder)
        .discardFailed()
        .subscribe();
  }

  private static EventBusBuilder patient(String url, Duration timeout) {
    return EventBus.builder(url).publishTimeout(timeout).closeTimeout(Duration.ofSeconds(1));
  }

  @Test
  void an_event_that_matches_twice_arrives_once() {
    for (Release release : Release.tested()) {
      try (NatsServer server = NatsServer.start(release);
          EventBus bus = connect(server);
          EventBus same = connect(server)) {
        Recorder<String> group = new Recorder<>();
        Recorder<String> broadcast = new Recorder<>();
        for (EventBus one : new EventBus[] {bus, same}) {
          one.subscription("group")
              .on("order.created", String.class, group)
              .onPattern("order.*", String.class, group)
              .onPattern("*.created", String.class, group)
              .discardFailed()
              .subscribe();
        }
        bus.broadcast()
            .on("order.created", String.class, broadcast)
            .onPattern("order.*", String.class, broadcast)
            .onPattern("*.created", String.class, broadcast)
            .discardFailed()
            .subscribe();

        for (int i = 0; i < 100; i++) {
          bus.publish("order.created", "twice");
        }
        bus.publish("order.paid", "last");

        assertThat(broadcast.awaitCount(101)).hasSize(101);
        assertThat(group.awaitCount(101)).hasSize(101);
      }
    }
  }

  @Test
  @Warns(value = "is lost", orMore = true)
  void a_lost_connection_is_told_once_however_often_coming_back_fails() {
    try (NatsServer server = NatsServer.start(Release.CURRENT);
        TcpProxy proxy = TcpProxy.to(server.port());
        Logged logged = new Logged();
        EventBus bus = EventBus.connect("nats://" + proxy.address(), "shop")) {
      proxy.mode(Mode.BABBLE);
      proxy.cut();
      int before = proxy.accepted();
      Await.until("it tries again", () -> proxy.accepted() > before + 3, proxy::accepted);
      proxy.mode(Mode.PASS);
      Await.until("it is back", () -> logged.text().contains("is back"), logged::text);

      assertThat(bus.health().status()).isEqualTo(Health.Status.UP);
      assertThat(logged.text().split("is lost", -1)).as("lines before and after it").hasSize(2);
    }
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 1 attempts")
  void dead_letters_are_kept_by_a_second_bus() {
    String second = "sqlite:" + folder.resolve("letters.db");
    try (NatsServer server = NatsServer.start(Release.CURRENT);
        EventBus bus =
            EventBus.connect("nats://" + server.address() + "?dead-letters=" + second, "shop")) {
      assertThat(bus.can(Capability.DEAD_LETTERS)).isTrue();
      Recorder<String> recorder = new Recorder<String>().failNext(1_000);
      bus.subscription("billing")
          .on("order.created", String.class, recorder)
          .retry(RetryPolicy.none())
          .subscribe();

      bus.publish("order.created", "1");

      Await.until(
          "it is kept",
          () -> !bus.deadLetters().list(DeadLetterQuery.all(), 1).isEmpty(),
          recorder::attempts);
    }
  }

  @Test
  void a_second_bus_that_keeps_nothing_is_refused() {
    try (NatsServer server = NatsServer.start(Release.CURRENT)) {
      String url = "nats://" + server.address();

      assertThatThrownBy(() -> EventBus.connect(url + "?dead-letters=" + url))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("cannot keep dead letters");
    }
  }

  @Test
  void the_servers_own_limit_is_told_with_its_numbers() {
    try (NatsServer server = NatsServer.start(Release.CURRENT, "max_payload: 4096\n");
        EventBus bus = connect(server)) {
      assertThatThrownBy(() -> bus.publish("order.created", "x".repeat(4_000)))
          .hasMessageContaining("has 4002 bytes and NATS");
      assertThat(bus.publish("order.created", "x".repeat(1_000))).isNotNull();
    }
  }

  @Test
  @Warns(
      value = {"Permissions Violation for Publish to", "Permissions Violation for Subscription to"},
      orMore = true)
  void what_was_refused_by_permission_is_no_success() {
    String config =
        """
        authorization {
          users = [ { user: shop, password: pw, permissions: {
            publish: { deny: ["secret.>"] }, subscribe: { deny: ["secret.>"] } } } ]
        }
        """;
    for (Release release : Release.tested()) {
      try (NatsServer server = NatsServer.start(release, config);
          EventBus bus = EventBus.connect("nats://shop:pw@" + server.address(), "shop")) {
        assertThat(bus.publish("order.created", "1")).isNotNull();

        assertThatThrownBy(() -> bus.publish("secret.plan", "1"))
            .hasMessageContaining("does not let this user publish to secret.plan");
        assertThatThrownBy(
                () ->
                    bus.broadcast()
                        .on("secret.plan", String.class, event -> {})
                        .discardFailed()
                        .subscribe())
            .hasMessageContaining("does not let this user subscribe to secret.plan");
        assertThat(bus.publish("order.created", "2")).isNotNull();
      }
    }
  }

  @Test
  @Warns(value = "come faster than they are taken", orMore = true)
  void dropped_events_are_counted() {
    try (NatsServer server = NatsServer.start(Release.CURRENT);
        EventBus bus = connect(server)) {
      Recorder<byte[]> recorder = new Recorder<byte[]>().hold();
      bus.subscription("billing")
          .on("order.created", byte[].class, recorder)
          .discardFailed()
          .prefetch(1)
          .subscribe();
      byte[] data = new byte[900_000];

      for (int i = 0; i < 150; i++) {
        bus.publish("order.created", data);
      }

      assertThat(bus.health().toString()).contains("events were dropped");
      recorder.release();
    }
  }

  @Test
  void a_start_in_the_past_is_refused_with_a_way_out() {
    try (NatsServer server = NatsServer.start(Release.CURRENT);
        EventBus bus = connect(server)) {
      assertThatThrownBy(
              () ->
                  bus.broadcast()
                      .on("order.created", String.class, event -> {})
                      .from(StartPosition.earliest())
                      .subscribe())
          .isInstanceOf(UnsupportedException.class);
      assertThat(bus.explain()).contains("At most once");
    }
  }

  @Test
  @Warns({
    "is discarded: io.busline.Undecodable: no handler is for the type",
    "is a dead letter (UNDECODABLE)"
  })
  void an_event_whose_type_differs_from_its_subject_is_told() {
    try (NatsServer server = NatsServer.start(Release.CURRENT);
        Logged logged = new Logged();
        Shop shop = new Shop(server);
        EventBus bus =
            EventBus.connect(
                "nats://"
                    + server.address()
                    + "?dead-letters=sqlite:"
                    + folder.resolve("letters.db"),
                "shop")) {
      bus.subscription("billing")
          .on("order.created", byte[].class, event -> {})
          .retry(RetryPolicy.none())
          .subscribe();
      bus.broadcast().on("order.created", byte[].class, event -> {}).discardFailed().subscribe();

      shop.plain.publish(
          "order.created",
          new Headers()
              .put("ce-specversion", "1.0")
              .put("ce-id", "foreign-1")
              .put("ce-source", "/legacy")
              .put("ce-type", "com.example.order.created"),
          new byte[] {1});

      Await.until(
          "it is kept",
          () -> !bus.deadLetters().list(DeadLetterQuery.all(), 1).isEmpty(),
          logged::text);
      Await.until(
          "it is told",
          () -> logged.text().contains("com.example.order.created is discarded"),
          logged::text);
    }
  }
}
