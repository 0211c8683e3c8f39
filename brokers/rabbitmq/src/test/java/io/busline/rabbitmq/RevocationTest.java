package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.PublishOutcome;
import io.busline.error.EventBusException;
import io.busline.event.Event;
import io.busline.logs.Logged;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Await;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.ReleaseSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** What is taken from a user while a bus runs, and given back. */
@ParameterizedClass
@ReleaseSource
@ExtendWith(SharedServer.class)
@MayWarn
class RevocationTest {
  private static final String PASSWORD = "c4n4ry-1";

  /** The pauses of a publisher before its fourth try: 100, 200 and 400 ms, and some less. */
  private static final Duration LEAST_FOR_EIGHT = Duration.ofMillis(500);

  @Parameter Release release;
  private final List<String> received = new CopyOnWriteArrayList<>();

  /** A user, and an exchange, of each test's own: the server is everybody's. */
  private final String user = "u" + UUID.randomUUID().toString().substring(0, 8);

  private RabbitServer server;
  private EventBus bus;

  @BeforeEach
  void open(RabbitServer shared) {
    server = shared;
    ask(
        "rabbit_auth_backend_internal:add_user(%s, %s, %s)"
            .formatted(quoted(user), quoted(PASSWORD), quoted("test")),
        "rabbit_auth_backend_internal:set_permissions(%s, %s, %s, %s, %s, %s)"
            .formatted(
                quoted(user),
                quoted("/"),
                quoted(".*"),
                quoted(".*"),
                quoted(".*"),
                quoted("test")));
    bus =
        EventBus.connect(
            "amqp://%s:%s@%s?exchange=%s".formatted(user, PASSWORD, server.address(), user),
            "shop");
    bus.subscription(user)
        .onPattern(">", byte[].class, event -> received.add(Shop.text(event)))
        .subscribe();
  }

  @AfterEach
  void close() {
    if (bus != null) {
      bus.close();
    }
  }

  /** Each run of rabbitmqctl takes seconds of processor, so it is given all that is to be done. */
  private void ask(String... calls) {
    server.control("eval", String.join(", ", calls) + ".");
  }

  private static String quoted(String text) {
    return "<<\"" + text + "\">>";
  }

  private String password(String password) {
    return "rabbit_auth_backend_internal:change_password(%s, %s, %s)"
        .formatted(quoted(user), quoted(password), quoted("test"));
  }

  private static String closeConnections() {
    return "rabbit_networking:close_connections(rabbit_networking:connections(), \"revoked\")";
  }

  @Test
  @Warns(value = "is RECOVERING", orMore = true)
  void a_password_that_is_changed_is_told_without_showing_it_and_not_tried_all_the_time() {
    assertThat(publish("order.created", "1").isStored()).isTrue();

    try (Logged logged = new Logged()) {
      ask(password("another"), closeConnections());
      await(
          "it is told",
          () -> bus.health().toString().contains("does not accept this user and password"));
      long toldAt = System.nanoTime();
      long refusedBefore = refused();
      await("it is tried again", () -> refused() >= refusedBefore + 8);

      // Two connections try with growing pauses; without pauses, this takes a tenth of that.
      assertThat(Duration.ofNanos(System.nanoTime() - toldAt)).isGreaterThan(LEAST_FOR_EIGHT);
      assertThat(bus.health().status()).isNotEqualTo(Health.Status.UP);
      assertThatThrownBy(() -> bus.publish(event("order.created", "2")))
          .isInstanceOf(EventBusException.class)
          .hasMessageContaining("user and password");
      assertThat(logged.text() + bus.health()).doesNotContain("c4n4ry");
    }

    ask(password(PASSWORD));
    await("it goes on", () -> publish("order.created", "3").isStored());
    await("it is handled", () -> received.contains("3"));
    await("all is well", () -> bus.health().status() == Health.Status.UP);
  }

  private long refused() {
    return server.log().lines().filter(line -> line.contains("PLAIN login refused")).count();
  }

  @Test
  void a_type_that_may_not_be_published_any_more_is_told_and_others_go_on() {
    assertThat(publish("bill.sent", "1").isStored()).isTrue();

    // What was permitted is remembered by a channel until it is told otherwise.
    ask(
        "rabbit_auth_backend_internal:set_topic_permissions(%s, %s, %s, %s, %s, %s)"
            .formatted(
                quoted(user),
                quoted("/"),
                quoted(user),
                quoted("^order[.].*"),
                quoted(".*"),
                quoted("test")),
        closeConnections());

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
