package io.busline.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.PublishFailedException;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Await;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what in a database, and what is said to whom may not. */
class AccessTest {
  private final Place place = new Place(SharedServer.postgres(Release.CURRENT));
  private final String user = "u" + place.schema();

  @BeforeEach
  void makeUser() {
    place.execute("CREATE USER " + user);
  }

  @AfterEach
  void removeUser() {
    place.execute("DROP OWNED BY " + user, "DROP USER " + user);
  }

  private void makeTables() {
    Place.open(place.url());
  }

  private void grant(String... rights) {
    place.execute("GRANT USAGE ON SCHEMA " + place.schema() + " TO " + user);
    for (String right : rights) {
      place.execute("GRANT " + right + " TO " + user);
    }
  }

  @Test
  void a_database_that_does_not_exist_is_named() {
    String url = "postgres://postgres@%s/nowhere".formatted(place.server().address());

    assertThatThrownBy(() -> Place.open(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "opening database nowhere on %s failed: the database does not exist. Create it, or name another one (FATAL: database \"nowhere\" does not exist)"
                .formatted(place.server().address()));
  }

  @Test
  void a_user_that_does_not_exist_is_not_let_in() {
    assertThatThrownBy(() -> Place.open(place.urlFor("nobody")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "failed: the server does not let this user in. Check user and password, and its pg_hba.conf (FATAL: role \"nobody\" does not exist)");
  }

  @Test
  void a_server_that_is_not_there_is_no_mistake() {
    String address = "127.0.0.1:1";

    assertThatThrownBy(() -> Place.open("postgres://postgres@%s/orders".formatted(address)))
        .isInstanceOf(BrokerException.class)
        .hasMessageStartingWith(
            "opening database orders on %s failed: the server cannot be reached, or has closed the connection. Start it, or check the URL; it goes on by itself ("
                .formatted(address));
  }

  @Test
  void who_may_not_make_tables_is_told_what_to_grant() {
    assertThatThrownBy(() -> Place.open(place.urlFor(user)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "opening database postgres on %s failed: the user has not all rights. Grant USAGE on the schema, and SELECT, INSERT, UPDATE and DELETE on its tables; or CREATE on the database, to make them (ERROR: permission denied for database postgres)"
                .formatted(place.server().address()));
    assertThat(
            place.number(
                "SELECT count(*) FROM pg_namespace WHERE nspname = '%s'".formatted(place.schema())))
        .isZero();
  }

  @Test
  void who_may_not_read_the_tables_is_told_what_to_grant() {
    makeTables();

    assertThatThrownBy(() -> Place.open(place.urlFor(user)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the user has not all rights. Grant USAGE on the schema, and SELECT,")
        .hasMessageEndingWith("(ERROR: permission denied for schema %s)".formatted(place.schema()));
  }

  @Test
  @Warns(value = "permission denied for table event", orMore = true)
  void a_publish_that_is_denied_fails_and_later_ones_work() {
    makeTables();
    grant("SELECT ON bus", "SELECT, INSERT, UPDATE ON topic", "INSERT ON topic_type");
    try (EventBus bus = EventBus.connect(place.urlFor(user))) {
      assertThatThrownBy(() -> bus.publish(Orders.order(1)))
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("the user has not all rights")
          .hasMessageContaining("(ERROR: permission denied for table event)")
          .hasStackTraceContaining("permission denied")
          .satisfies(AccessTest::showsNoData);

      grant("SELECT, INSERT ON event");
      assertThat(bus.publish(Orders.order(1)).isDuplicate()).isFalse();
    }
  }

  /** In no cause either. */
  private static void showsNoData(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("VALUES").doesNotContain("x31");
  }

  @Test
  void who_only_publishes_needs_no_more_than_this() {
    makeTables();
    grant(
        "SELECT ON bus",
        "SELECT, INSERT, UPDATE ON topic",
        "INSERT ON topic_type",
        "SELECT, INSERT ON event");

    try (EventBus bus = EventBus.connect(place.urlFor(user))) {
      bus.publishAll(Orders.orders(0, 10));

      assertThat(bus.publish(Orders.order(3)).isDuplicate()).isTrue();
    }
    assertThat(place.number("SELECT count(*) FROM event")).isEqualTo(10);
  }

  @Test
  @MayWarn
  void who_only_consumes_needs_no_more_than_this() {
    makeTables();
    grant(
        "SELECT, UPDATE ON bus",
        "SELECT, INSERT ON topic",
        "SELECT ON topic_type",
        "SELECT, DELETE ON event",
        "SELECT, INSERT, UPDATE, DELETE ON registry",
        "SELECT, INSERT ON dead_letter");
    try (EventBus bus = EventBus.connect(place.urlFor(user));
        EventBus shop = EventBus.connect(place.url())) {
      Orders orders = new Orders();
      bus.subscription("billing")
          .on(
              "order.created",
              byte[].class,
              event -> {
                if (Orders.number(event) == 5) {
                  throw new IllegalStateException("poison");
                }
                orders.handled.add(Orders.number(event));
              })
          .retry(RetryPolicy.none())
          .subscribe();

      shop.publishAll(Orders.orders(0, 10));

      orders.await(9);
      Await.until(
          "the poisoned order is a dead letter",
          () -> shop.deadLetters().list(DeadLetterQuery.all(), 10).size() == 1,
          () -> orders.handled);
    }
  }

  @Test
  @Warns(value = "is a dead letter (HANDLER_FAILED)", orMore = true)
  void who_only_redrives_needs_no_more_than_this() {
    try (EventBus shop = EventBus.connect(place.url())) {
      shop.subscription("billing")
          .on(
              "order.created",
              byte[].class,
              event -> {
                throw new IllegalStateException("poison");
              })
          .retry(RetryPolicy.none())
          .subscribe();
      shop.publishAll(Orders.orders(0, 2));
      Await.until(
          "both orders are dead letters",
          () -> shop.deadLetters().list(DeadLetterQuery.all(), 10).size() == 2,
          () -> shop.deadLetters().list(DeadLetterQuery.all(), 10));
    }
    grant(
        "SELECT ON bus",
        "SELECT, INSERT, UPDATE ON topic",
        "INSERT ON topic_type",
        "SELECT, INSERT ON event",
        "SELECT, DELETE ON dead_letter");

    try (EventBus bus = EventBus.connect(place.urlFor(user))) {
      bus.deadLetters().redrive(DeadLetterQuery.all(), RedriveOptions.now());

      assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 10)).isEmpty();
      assertThat(bus.deadLetters().discard(DeadLetterQuery.all())).isZero();
    }
    assertThat(place.number("SELECT count(*) FROM event")).isEqualTo(4);
  }

  @Test
  @MayWarn
  void a_subscription_that_is_denied_is_refused() {
    makeTables();
    grant("SELECT ON bus", "SELECT, INSERT ON topic", "SELECT ON topic_type, event");
    try (EventBus bus = EventBus.connect(place.urlFor(user))) {
      assertThatThrownBy(() -> new Orders().handledBy(bus, "billing"))
          .hasMessageContaining("the user has not all rights")
          .hasMessageContaining("permission denied for table registry");
    }
  }
}
