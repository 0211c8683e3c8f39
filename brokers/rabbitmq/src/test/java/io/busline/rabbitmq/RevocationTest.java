package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.PublishOutcome;
import io.busline.error.EventBusException;
import io.busline.event.Event;
import io.busline.servers.Await;
import io.busline.servers.Logged;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.ReleaseSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;

/** What is taken from a user while a bus runs, and given back. */
@Timeout(150)
@Tag("slow")
class RevocationTest {
  private static final String PASSWORD = "c4n4ry-1";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private RabbitServer server;
  private EventBus bus;

  private void open(Release release) {
    server = RabbitServer.start(release);
    server.control("add_user", "shop", PASSWORD);
    server.control("set_permissions", "shop", ".*", ".*", ".*");
    bus = EventBus.connect("amqp://shop:%s@%s".formatted(PASSWORD, server.address()), "shop");
    bus.subscription("archive")
        .onPattern(">", byte[].class, event -> received.add(Shop.text(event)))
        .subscribe();
  }

  @AfterEach
  void close() {
    if (bus != null) {
      bus.close();
    }
    server.close();
  }

  @ParameterizedTest
  @ReleaseSource
  void a_password_that_is_changed_is_told_without_showing_it_and_not_tried_all_the_time(
      Release release) {
    open(release);
    assertThat(publish("order.created", "1").isStored()).isTrue();

    try (Logged logged = new Logged()) {
      server.control("change_password", "shop", "another");
      server.control("close_all_connections", "revoked");
      await(
          "it is told",
          () -> bus.health().toString().contains("does not accept this user and password"));
      long refusedBefore = refused();
      LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());

      // Two connections try with growing pauses; without pauses there would be hundreds.
      assertThat(refused() - refusedBefore).isLessThan(40);
      assertThat(bus.health().status()).isNotEqualTo(Health.Status.UP);
      assertThatThrownBy(() -> bus.publish(event("order.created", "2")))
          .isInstanceOf(EventBusException.class)
          .hasMessageContaining("user and password");
      assertThat(logged.text() + bus.health()).doesNotContain("c4n4ry");
    }

    server.control("change_password", "shop", PASSWORD);
    await("it goes on", () -> publish("order.created", "3").isStored());
    await("it is handled", () -> received.contains("3"));
    await("all is well", () -> bus.health().status() == Health.Status.UP);
  }

  private long refused() {
    return server.log().lines().filter(line -> line.contains("PLAIN login refused")).count();
  }

  @ParameterizedTest
  @ReleaseSource
  void a_type_that_may_not_be_published_any_more_is_told_and_others_go_on(Release release) {
    open(release);
    assertThat(publish("bill.sent", "1").isStored()).isTrue();

    server.control("set_topic_permissions", "shop", "busline", "^order[.].*", ".*");

    // What was permitted is remembered by a channel until it is told otherwise.
    server.control("close_all_connections", "revoked");
    await("it is told", () -> publish("bill.sent", "2").toString().contains("ACCESS_REFUSED"));
    await("another type is published", () -> publish("order.created", "3").isStored());
    await("and handled", () -> received.contains("3"));
    await("all is well", () -> bus.health().status() == Health.Status.UP);
  }

  private PublishOutcome publish(String type, String text) {
    return bus.publishAll(List.of(event(type, text))).get(0);
  }

  private static Event<byte[]> event(String type, String text) {
    return Event.builder(type, text.getBytes(StandardCharsets.UTF_8))
        .id(text)
        .source("shop")
        .subject("k")
        .build();
  }

  private void await(String what, BooleanSupplier condition) {
    Await.until(what, condition, () -> received + "; " + bus.health());
  }
}
