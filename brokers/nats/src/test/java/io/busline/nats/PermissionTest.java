package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.PublishOutcome;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Await;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server refuses a user is told at once and with its reason, whatever it is. */
@MayWarn
class PermissionTest {

  /** Far below any time-out, far above what a busy machine takes. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private static NatsServer server;
  private Shop shop;

  @BeforeAll
  static void start() {
    server = NatsServer.start(Release.CURRENT, config(""));
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
    server.reload(config(""));
  }

  /** A server where one user may do everything except publish to some subjects. */
  private static String config(String denied) {
    return config(denied, "");
  }

  private static String config(String denied, String unheard) {
    return """
    no_auth_user: admin
    authorization {
      users = [
        { user: admin, password: pw }
        { user: shop, password: pw, permissions: {
          publish: { deny: [%s] }, subscribe: { deny: [%s] } } }
      ]
    }
    """
        .formatted(quoted(denied), quoted(unheard));
  }

  private static String quoted(String subject) {
    return subject.isEmpty() ? "" : "\"" + subject + "\"";
  }

  private EventBus connect() {
    return EventBus.builder(
            "jetstream://shop:pw@%s?lease=1s&insecure=true".formatted(server.address()))
        .service(shop.name)
        .publishTimeout(AT_ONCE.multipliedBy(3))
        .closeTimeout(Duration.ofSeconds(5))
        .connect();
  }

  private static void awaitHealth(EventBus bus, String text) {
    Await.until("health says " + text, () -> bus.health().toString().contains(text), bus::health);
  }

  private void within(Runnable action) {
    long start = System.nanoTime();
    action.run();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
  }

  @Test
  @Warns("Permissions Violation for Publish to")
  void a_publish_that_is_denied_fails_at_once_with_the_reason() {
    try (EventBus bus = connect()) {
      shop.publish(bus, "order.created", "k", "1");
      server.reload(config(shop.type("order.>")));

      within(
          () ->
              assertThatThrownBy(() -> shop.publish(bus, "order.created", "k", "2"))
                  .isInstanceOf(PublishFailedException.class)
                  .hasMessageContaining("does not let this user publish to")
                  .hasMessageContaining(shop.type("order.created")));
      server.reload(config(""));
      shop.publish(bus, "order.created", "k", "3");
    }
  }

  @Test
  @Warns(value = "Permissions Violation for Publish to", orMore = true)
  void of_many_publishes_those_before_a_permission_was_withdrawn_are_stored_and_no_other() {
    try (EventBus bus = connect()) {
      shop.publish(bus, "order.created", "k", "first");
      Thread withdrawing = new Thread(() -> server.reload(config(shop.type("order.>"))));
      withdrawing.start();

      List<PublishOutcome> outcomes = new ArrayList<>();
      while (outcomes.stream().allMatch(PublishOutcome::isStored)) {
        outcomes.addAll(bus.publishAll(some(outcomes.size())));
      }

      long stored = outcomes.stream().filter(PublishOutcome::isStored).count();
      assertThat(outcomes).noneMatch(PublishOutcome.Unknown.class::isInstance);
      long there =
          shop.ask(m -> m.getStreamInfo(shop.stream("order"))).getStreamState().getMsgCount();
      assertThat(there).isEqualTo(stored + 1);
      withdrawing.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Event<byte[]>> some(int from) {
    return IntStream.range(from, from + 2_000)
        .mapToObj(
            i ->
                Event.builder(shop.type("order.created"), new byte[10])
                    .id("e" + i)
                    .source("shop")
                    .build())
        .toList();
  }

  @Test
  @Warns(
      value = {
        "Permissions Violation for Publish to",
        "a dead letter could not be stored",
        "is a dead letter (HANDLER_FAILED)"
      },
      orMore = true)
  void a_dead_letter_that_is_denied_is_told_and_tried_again_until_it_is_allowed() {
    EventBus bus = connect();
    try (bus) {
      bus.subscription(shop.name + "a")
          .retry(RetryPolicy.none())
          .on(
              shop.type("order.created"),
              byte[].class,
              event -> {
                throw new IllegalStateException("out of stock");
              })
          .subscribe();
      server.reload(config("$BUSLINE.dead-letter.>"));
      shop.publish(bus, "order.created", "k", "1");

      awaitHealth(bus, "does not let this user publish to $BUSLINE.dead-letter.");
      server.reload(config(""));
      shop.await(
          "the letter is stored",
          () -> bus.deadLetters().list(DeadLetterQuery.all(), 10).size() == 1);
      shop.await("all is well", () -> bus.health().status() == Health.Status.UP);
      server.reload(config("$BUSLINE.dead-letter.>"));
      shop.publish(bus, "order.created", "k", "2");
      awaitHealth(bus, "does not let this user publish to $BUSLINE.dead-letter.");
      within(bus::close);
    }
    shop.ask(m -> m.deleteStream(StreamNames.DEAD_LETTERS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$JS.API.>",
        "$JS.API.STREAM.INFO.>",
        "$JS.API.STREAM.LIST",
        "$JS.API.STREAM.CREATE.>",
        "$JS.API.STREAM.MSG.GET.>",
        "$KV.busline-groups.group.>",
        "$KV.busline-groups.member.>",
        "$KV.busline-groups.>",
        "$BUSLINE.dead-letter.>"
      })
  @Warns(value = "Permissions Violation for Publish to", orMore = true)
  void a_subscription_that_cannot_be_made_is_refused_at_once_with_the_reason(String denied) {
    server.reload(config(denied));
    try (EventBus bus = connect()) {
      within(
          () ->
              assertThatThrownBy(
                      () ->
                          bus.subscription(shop.name + "a")
                              .on(shop.type("order.created"), byte[].class, event -> {})
                              .subscribe())
                  .isInstanceOf(BrokerException.class)
                  .hasMessageContaining(
                      "does not let this user publish to " + denied.split("[>]", 2)[0]));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$JS.API.CONSUMER.>",
        "$JS.API.CONSUMER.CREATE.>",
        "$JS.API.CONSUMER.MSG.NEXT.>",
        "$KV.busline-groups.slots.>",
        "$KV.busline-groups.>",
      })
  @Warns(
      value = {"Permissions Violation for Publish to", "is RECOVERING"},
      orMore = true)
  void a_subscription_that_may_not_read_on_says_why_until_it_may_again(String denied) {
    try (EventBus bus = connect()) {
      bus.subscription(shop.name + "a")
          .on(shop.type("order.created"), byte[].class, e -> shop.received.add(Shop.text(e)))
          .subscribe();
      shop.publish(bus, "order.created", "k", "1");
      shop.awaitReceived("1");

      server.reload(config(denied));
      shop.ask(
          m -> {
            for (String consumer : m.getConsumerNames(shop.stream("order"))) {
              m.deleteConsumer(shop.stream("order"), consumer);
            }
            return true;
          });
      shop.publish(bus, "order.created", "k", "2");

      awaitHealth(bus, "does not let this user publish to " + denied.split("[>]", 2)[0]);
      server.reload(config(""));
      shop.awaitReceived("2");
      shop.await("all is well", () -> bus.health().status() == Health.Status.UP);
    }
  }

  @Test
  @Warns(value = "Permissions Violation for Subscription to", orMore = true)
  void a_user_who_may_not_hear_answers_is_refused() {
    server.reload(config("", "_INBOX.>"));

    within(
        () ->
            assertThatThrownBy(this::connect)
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("does not let this user subscribe to _INBOX."));
  }

  /** Into the stream that is known, and into one that has to be asked for and made. */
  @ParameterizedTest
  @ValueSource(strings = {"order.created", "invoice.sent"})
  @Warns(value = "Permissions Violation for Subscription to", orMore = true)
  void answers_that_may_not_be_heard_any_more_are_told_until_they_may(String next) {
    try (EventBus bus = connect()) {
      shop.publish(bus, "order.created", "k", "1");

      server.reload(config("", "_INBOX.>"));

      awaitHealth(bus, "does not let this user subscribe to _INBOX.");
      server.reload(config(""));
      shop.publishUntilStored(bus, next, "2");
      shop.await("all is well", () -> bus.health().status() == Health.Status.UP);
    }
  }

  @Test
  @Warns(
      value = {
        "Permissions Violation for Publish to",
        "Permissions Violation for Subscription to",
        "is RECOVERING"
      },
      orMore = true)
  void core_nats_tells_what_is_withdrawn_and_forgets_it_when_it_is_given_again() {
    try (EventBus bus =
        EventBus.connect("nats://shop:pw@%s?insecure=true".formatted(server.address()), "shop")) {
      bus.broadcast()
          .on("order.created", byte[].class, event -> shop.received.add(Shop.text(event)))
          .discardFailed()
          .subscribe();
      server.reload(config("order.>", "order.>"));

      assertThatThrownBy(() -> bus.publish("order.created", new byte[1]))
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("does not let this user publish to order.created");
      awaitHealth(bus, "does not let this user subscribe to order.created");

      server.reload(config(""));
      bus.publish("order.created", new byte[] {'1'});
      shop.await("all is well", () -> bus.health().status() == Health.Status.UP);
      bus.publish("order.created", new byte[] {'2'});
      shop.awaitReceived("2");
    }
  }
}
