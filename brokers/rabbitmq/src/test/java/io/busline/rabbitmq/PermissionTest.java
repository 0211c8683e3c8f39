package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.error.BrokerException;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.RabbitServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users who may do exactly what the guide says that they need, and nothing else. */
@ExtendWith(SharedServer.class)
@MayWarn
class PermissionTest {
  private static final String TYPE = "order.created";

  /** How long a type that was refused is not asked for again. */
  private static final long REFUSED_SECONDS = 5;

  private final List<EventBus> buses = new ArrayList<>();
  private RabbitServer server;
  private Shop shop;

  @BeforeEach
  void open(RabbitServer shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  @AfterEach
  void close() {
    buses.forEach(EventBus::close);
  }

  private void ask(String... calls) {
    server.control("eval", String.join(", ", calls) + ".");
  }

  private static String text(String text) {
    return "<<\"" + text + "\">>";
  }

  /** A user who may configure, write and read what these patterns match. */
  private String user(String name, String configure, String write, String read) {
    String user = shop.name + "-" + name;
    ask(
        "rabbit_auth_backend_internal:add_user(%s, %s, %s)"
            .formatted(text(user), text("secret"), text("test")),
        "rabbit_auth_backend_internal:set_permissions(%s, %s, %s, %s, %s, %s)"
            .formatted(
                text(user), text("/"), text(configure), text(write), text(read), text("test")));
    return user;
  }

  private EventBus bus(String user, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("exchange=" + shop.name);
    EventBus bus =
        EventBus.connect(
            "amqp://%s:secret@%s?%s".formatted(user, server.address(), String.join("&", all)),
            shop.name);
    buses.add(bus);
    return bus;
  }

  private PublishOutcome publish(EventBus bus, String type, String id) {
    return bus.publishAll(List.of(shop.event(type, "k", id))).get(0);
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED)")
  void a_user_who_may_use_what_begins_with_the_exchanges_name_can_do_all_that_a_bus_does() {
    String ours = "^" + shop.name + "(:.*)?$";
    EventBus bus = bus(user("all", ours, ours, ours), "retain=1h", "partitions=2");
    List<Event<byte[]>> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(shop.event("kind" + i % 50 + ".made", "k" + i, "m" + i));
    }
    AtomicBoolean fails = new AtomicBoolean(true);
    bus.subscription(shop.group("a"))
        .on(
            shop.type(TYPE),
            byte[].class,
            event -> {
              if (fails.get()) {
                throw new IllegalArgumentException("not yet");
              }
              shop.received.add(Shop.text(event));
            })
        .retry(RetryPolicy.none())
        .subscribe();
    List<String> told = new CopyOnWriteArrayList<>();
    bus.broadcast()
        .on(shop.type(TYPE), byte[].class, event -> told.add(Shop.text(event)))
        .from(StartPosition.earliest())
        .subscribe();
    bus(shop.name + "-all")
        .broadcast()
        .on(shop.type(TYPE), byte[].class, event -> told.add(Shop.text(event)))
        .subscribe();

    assertThat(bus.publishAll(many)).allMatch(PublishOutcome::isStored);
    assertThat(publish(bus, TYPE, "1").isStored()).isTrue();

    DeadLetterQuery query = DeadLetterQuery.ofGroup(shop.group("a"));
    shop.await("a letter", () -> bus.deadLetters().list(query, 10).size() == 1);
    fails.set(false);
    bus.deadLetters().redrive(query, RedriveOptions.now());
    shop.awaitReceived("1");
    shop.await("broadcasts", () -> told.size() >= 2);
    shop.await("the list", () -> bus.topics().size() == 51);
    assertThat(bus.groups()).extracting(GroupInfo::name).contains(shop.group("a"));
    assertThat(bus.diagnose()).noneMatch(f -> f.severity() == Finding.Severity.FAILURE);
    assertThat(refusals(shop.name + "-all")).isZero();
  }

  private long refusals(String user) {
    return server.log().lines().filter(l -> l.contains("refused for user '" + user + "'")).count();
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED)")
  void where_nothing_is_made_a_publisher_and_a_reader_need_no_more_than_their_parts() {
    shop.subscribe("a", TYPE).close();
    // Makes the stream of dead letters.
    assertThat(shop.bus().deadLetters().list(DeadLetterQuery.all(), 1)).isEmpty();
    String publisher =
        user(
            "publisher",
            "^$",
            "^%s(::streams)?$".formatted(shop.name),
            "^%s:directory$".formatted(shop.name));
    String reader =
        user(
            "reader",
            "^$",
            "^%s::streams$".formatted(shop.name),
            "^%s:(directory|dead-letters|%s:.*)$".formatted(shop.name, shop.group("a")));
    EventBus reading = bus(reader, "topology=none");
    reading
        .subscription(shop.group("a"))
        .on(
            shop.type(TYPE),
            byte[].class,
            event -> {
              shop.received.add(Shop.text(event));
              if (Shop.text(event).equals("bad")) {
                throw new IllegalArgumentException("never");
              }
            })
        .retry(RetryPolicy.none())
        .subscribe();
    EventBus publishing = bus(publisher, "topology=none");

    assertThat(publish(publishing, TYPE, "1").isStored()).isTrue();
    assertThat(publish(publishing, TYPE, "bad").isStored()).isTrue();

    shop.awaitReceived("1", "bad");
    DeadLetterQuery query = DeadLetterQuery.ofGroup(shop.group("a"));
    shop.await("a letter", () -> reading.deadLetters().list(query, 10).size() == 1);
    shop.await("the list", () -> publishing.topics().size() == 1);
    assertThat(refusals(publisher) + refusals(reader)).isZero();
  }

  @Test
  void a_subscription_whose_letters_may_not_be_written_is_refused_in_the_servers_words() {
    shop.subscribe("a", TYPE).close();
    String user =
        user(
            "unheard",
            "^$",
            "^%s$".formatted(shop.name),
            "^%s:(directory|dead-letters|%s:.*)$".formatted(shop.name, shop.group("a")));
    EventBus bus = bus(user, "topology=none");

    assertThatThrownBy(
            () ->
                bus.subscription(shop.group("a"))
                    .on(shop.type(TYPE), byte[].class, event -> {})
                    .subscribe())
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("writing to the stream %s:dead-letters failed".formatted(shop.name))
        .hasMessageContaining("ACCESS_REFUSED");
  }

  @Test
  @Warns("the list of topics and groups is incomplete")
  void a_list_of_topics_that_may_not_be_written_costs_no_publish() {
    shop.subscribe("a", TYPE).close();
    String user =
        user("unlisted", "^$", "^%s$".formatted(shop.name), "^%s:.*$".formatted(shop.name));
    EventBus bus = bus(user, "topology=none");

    for (int i = 0; i < 100; i++) {
      assertThat(publish(bus, TYPE, "e" + i).isStored()).isTrue();
      bus.publishAll(List.of(shop.event("kind" + i + ".made", "k", "o" + i)));
    }

    assertThat(refusals(user)).isLessThan(10);
  }

  @Test
  void a_type_that_is_refused_costs_others_next_to_nothing() {
    shop.subscribe("a", TYPE).close();
    String user = user("partly", "^$", "^%s.*$".formatted(shop.name), ".*");
    ask(
        "rabbit_auth_backend_internal:set_topic_permissions(%s, %s, %s, %s, %s, %s)"
            .formatted(
                text(user),
                text("/"),
                text(shop.name),
                text("^%s[.]order[.].*".formatted(shop.name)),
                text(".*"),
                text("test")));
    EventBus bus = bus(user, "topology=none");
    long began = System.nanoTime();
    int lost = 0;

    for (int i = 0; i < 100; i++) {
      List<PublishOutcome> outcomes =
          bus.publishAll(
              List.of(shop.event("bill.sent", "k", "b" + i), shop.event(TYPE, "k", "e" + i)));
      assertThat(outcomes.get(0).isStored()).isFalse();
      assertThat(outcomes.get(0).toString()).contains("ACCESS_REFUSED");
      lost += outcomes.get(1).isStored() ? 0 : 1;
    }

    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    assertThat(lost).isLessThanOrEqualTo((int) (2 + seconds / REFUSED_SECONDS));
  }
}
