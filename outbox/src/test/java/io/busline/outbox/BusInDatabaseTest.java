package io.busline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.PreparedEvent;
import io.busline.error.TransactionException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.StartPosition;
import io.busline.servers.Await;
import io.busline.servers.JavaProcess;
import io.busline.servers.PostgresServer;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bus that is kept in the outbox's own database: there is no relay. */
class BusInDatabaseTest {
  private static final int KEYS = 12;
  private static final int WRITERS = 8;
  private static final int TRANSACTIONS = 60;

  private final int port = SharedServer.postgres(Release.CURRENT).port();
  private final TestDatabase database = TestDatabase.postgres(port);
  private final String url = url(port);
  private final EventBus bus = EventBus.connect(url, "orders");
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private static String url(int port) {
    return "postgres://postgres@127.0.0.1:%d/postgres?schema=b%s"
        .formatted(port, UUID.randomUUID().toString().replace("-", ""));
  }

  @AfterEach
  void close() {
    bus.close();
  }

  private Connection begin() throws SQLException {
    Connection connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** What a process sees that waits for events. */
  private EventBus listening() {
    EventBus reader = EventBus.connect(url);
    reader
        .broadcast()
        .on("order.changed", byte[].class, event -> seen.add(text(event)))
        .on("witness.came", byte[].class, event -> seen.add(text(event)))
        .subscribe();
    return reader;
  }

  private static String text(Event<byte[]> event) {
    return event.key().orElseThrow() + " " + new String(event.data(), StandardCharsets.UTF_8);
  }

  private void awaitSeen(int count) {
    Await.until(count + " events are seen", () -> seen.size() >= count, () -> seen);
  }

  @Test
  void an_event_is_on_the_bus_when_its_transaction_commits_and_not_before() throws SQLException {
    try (Outbox outbox = Outbox.of(database.dataSource(), bus);
        EventBus reader = listening();
        Connection connection = begin()) {
      assertThat(outbox.explain())
          .endsWith(
              "; what is published is on the bus when its transaction commits, without a relay");

      outbox.publish(connection, Scene.event("k", 1));
      reader.publish(Event.builder("witness.came", new byte[0]).key("witness"));
      awaitSeen(1);
      assertThat(seen).containsExactly("witness ");

      connection.commit();
      awaitSeen(2);
      assertThat(seen).containsExactly("witness ", "k 1");
      assertThat(database.number("SELECT COUNT(*) FROM busline_outbox")).isZero();
    }
  }

  @Test
  void what_is_rolled_back_is_never_seen_and_a_savepoint_takes_its_part_along()
      throws SQLException {
    try (Outbox outbox = Outbox.of(database.dataSource(), bus);
        EventBus reader = listening();
        Connection connection = begin()) {
      outbox.publish(connection, Scene.event("k", 1));
      connection.rollback();
      outbox.publish(connection, Scene.event("k", 2));
      Savepoint before = connection.setSavepoint();
      outbox.publish(connection, Scene.event("k", 3));
      connection.rollback(before);
      outbox.publish(connection, Scene.event("k", 4));
      connection.commit();
      reader.publish(Scene.event("k", 5));

      awaitSeen(3);
      assertThat(seen).containsExactly("k 2", "k 4", "k 5");
    }
  }

  @Test
  void a_type_that_was_rolled_back_is_known_when_it_comes_again() throws SQLException {
    try (Outbox outbox = Outbox.of(database.dataSource(), bus);
        EventBus reader = listening();
        Connection connection = begin()) {
      reader
          .broadcast()
          .on("order.paid", byte[].class, event -> seen.add("paid " + text(event)))
          .subscribe();
      for (int i = 0; i < 3; i++) {
        outbox.publish(connection, Event.builder("order.paid", new byte[] {'x'}).key("k"));
        outbox.publish(connection, Event.builder("order.paid", new byte[] {'y'}).key("k"));
        connection.rollback();
      }
      outbox.publish(connection, Event.builder("order.paid", new byte[] {'z'}).key("k"));
      connection.commit();

      awaitSeen(1);
      assertThat(seen).containsExactly("paid k z");
    }
  }

  @Test
  void an_event_that_is_published_twice_is_stored_once() throws SQLException {
    try (Outbox outbox = Outbox.of(database.dataSource(), bus);
        EventBus reader = listening();
        Connection connection = begin()) {
      PreparedEvent first = outbox.publish(connection, Scene.event("k", 1).id("e-1"));
      outbox.publish(
          connection, Scene.event("k", 1).id("e-1").time(first.event().time().orElseThrow()));
      connection.commit();
      outbox.publish(connection, first.event());
      outbox.publish(connection, Scene.event("k", 2));
      connection.commit();
      assertThat(reader.publish(first.event()).isDuplicate()).isTrue();

      awaitSeen(2);
      assertThat(seen).containsExactly("k 1", "k 2");
    }
  }

  @Test
  void events_of_a_key_are_in_the_order_of_the_commits() {
    database.execute("CREATE TABLE aggregate (id VARCHAR(20) PRIMARY KEY, n BIGINT NOT NULL)");
    for (int key = 0; key < KEYS; key++) {
      database.execute("INSERT INTO aggregate VALUES ('k%d', 0)".formatted(key));
    }
    try (Outbox outbox = Outbox.of(database.dataSource(), bus);
        EventBus reader = listening()) {
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(
            CompletableFuture.runAsync(
                () -> write(outbox), command -> new Thread(command).start()));
      }
      writers.forEach(CompletableFuture::join);

      awaitSeen((int) database.number("SELECT SUM(n) FROM aggregate"));
      assertInOrder();
      assertThat(reader.health().problems()).isEmpty();
    }
  }

  /** Without a gap. */
  private void assertInOrder() {
    Map<String, Integer> last = new HashMap<>();
    for (String each : seen) {
      String[] part = each.split(" ", -1);
      assertThat(Integer.parseInt(part[1])).isEqualTo(last.getOrDefault(part[0], 0) + 1);
      last.merge(part[0], 1, Integer::sum);
    }
  }

  /** Several keys at once, some of them rolled back. */
  private void write(Outbox outbox) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    try (Connection connection = begin()) {
      for (int i = 0; i < TRANSACTIONS; i++) {
        List<EventBuilder<?>> events = new ArrayList<>();
        int key = random.nextInt(KEYS - 1);
        for (String id : List.of("k" + key, "k" + (key + 1))) {
          long n =
              AdminTables.number(
                  connection,
                  "UPDATE aggregate SET n = n + 1 WHERE id = '%s' RETURNING n".formatted(id));
          events.add(Scene.event(id, n));
        }
        outbox.publishAll(connection, events);
        if (random.nextInt(10) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void an_idle_reader_has_it_soon_though_the_caller_commits() throws SQLException {
    try (Outbox outbox = Outbox.of(database.dataSource(), bus);
        EventBus reader = listening();
        Connection connection = begin()) {
      List<Double> delays = new ArrayList<>();
      for (int i = 1; i <= 11; i++) {
        outbox.publish(connection, Scene.event("k", i));
        long committed = System.nanoTime();
        connection.commit();
        awaitSeen(i);
        delays.add((System.nanoTime() - committed) / 1e6);
      }

      delays.sort(null);
      assertThat(delays.get(5)).as("median in milliseconds of " + delays).isLessThan(500);
      assertThat(reader.subscriptions()).hasSize(1);
    }
  }

  @Test
  void what_an_inbox_publishes_is_on_the_bus_with_its_effects() throws Exception {
    database.execute("CREATE TABLE handled (id VARCHAR(20), n BIGINT)");
    try (Outbox outbox = Outbox.of(database.dataSource(), bus);
        EventBus reader = listening()) {
      bus.subscription("billing")
          .inbox(outbox)
          .on(
              "order.created",
              byte[].class,
              (event, tx) -> {
                Child.handle(tx.connection(), event);
                tx.publish(Scene.event("k", 1));
              })
          .subscribe();

      reader.publish(Event.builder("order.created", new byte[] {'1'}).key("k"));

      awaitSeen(1);
      assertThat(database.number("SELECT COUNT(*) FROM handled")).isEqualTo(1);
    }
  }

  @Test
  void an_outbox_in_another_database_has_a_relay() throws SQLException {
    TestDatabase another = database.another();
    try (Outbox outbox = Outbox.of(another.dataSource(), bus);
        EventBus reader = listening();
        Connection connection = another.dataSource().getConnection()) {
      assertThat(outbox.explain()).doesNotContain("without a relay");
      connection.setAutoCommit(false);
      outbox.publish(connection, Scene.event("k", 1));
      connection.commit();

      awaitSeen(1);
      assertThat(outbox.published()).isEqualTo(1);
      assertThat(reader.subscriptions()).hasSize(1);
    }
  }

  @Test
  void a_relay_goes_on_with_what_waits_in_the_outbox_s_table() throws Exception {
    try (EventBus memory = EventBus.connect("memory:", "orders");
        Outbox before = Outbox.builder(database.dataSource(), memory).withoutRelay().open()) {
      before.inTransaction(tx -> tx.publish(Scene.event("k", 1)));
    }
    try (EventBus reader = listening();
        Outbox outbox = Outbox.of(database.dataSource(), bus)) {
      assertThat(outbox.explain()).doesNotContain("without a relay");
      outbox.inTransaction(tx -> tx.publish(Scene.event("k", 2)));

      awaitSeen(2);
      assertThat(seen).containsExactly("k 1", "k 2");
      assertThat(reader.subscriptions()).hasSize(1);
    }
  }

  @Test
  void a_relay_may_be_asked_for() throws Exception {
    try (EventBus reader = listening();
        Outbox outbox = Outbox.builder(database.dataSource(), bus).throughRelay().open()) {
      outbox.inTransaction(tx -> tx.publish(Scene.event("k", 1)));

      awaitSeen(1);
      Await.until("the relay knows", () -> outbox.published() == 1, outbox::published);
      assertThat(reader.subscriptions()).hasSize(1);
    }
  }

  @Test
  void a_transaction_of_another_isolation_says_what_to_do() throws SQLException {
    try (Outbox outbox = Outbox.of(database.dataSource(), bus);
        Connection connection = begin();
        Connection other = begin()) {
      outbox.publish(other, Scene.event("k", 1));
      other.commit();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      AdminTables.number(connection, "SELECT 1");
      outbox.publish(other, Scene.event("k", 2));
      other.commit();

      assertThatThrownBy(() -> outbox.publish(connection, Scene.event("k", 3)))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("use READ COMMITTED");
    }
  }

  @Test
  @Tag("slow")
  void what_processes_commit_that_are_killed_is_on_the_bus_once_and_in_order() throws Exception {
    try (PostgresServer server = PostgresServer.start(Release.CURRENT)) {
      TestDatabase killed = TestDatabase.postgres(server.port());
      String place = url(server.port());
      KilledProcessesTest.make(killed);
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (System.nanoTime() < end) {
        try (JavaProcess child = Child.start(killed, place)) {
          assertThat(child.line()).isEqualTo("ready");
          long life = System.nanoTime() + ThreadLocalRandom.current().nextLong(2_000_000_000);
          Await.until("it has worked a while", () -> System.nanoTime() > life, () -> "less");
          child.kill();
        }
      }
      try (EventBus rest = EventBus.connect(place, "orders");
          Outbox outbox = Outbox.of(killed.dataSource(), rest)) {
        rest.subscription("billing")
            .inbox(outbox)
            .on("order.changed", byte[].class, (event, tx) -> Child.handle(tx.connection(), event))
            .subscribe();
        rest.broadcast()
            .from(StartPosition.earliest())
            .on("order.changed", byte[].class, event -> seen.add(text(event)))
            .subscribe();
        long committed = killed.number("SELECT SUM(n) FROM aggregate");

        awaitSeen((int) committed);
        Await.until(
            "all is handled",
            () -> killed.number("SELECT COUNT(*) FROM handled") >= committed,
            () -> killed.number("SELECT COUNT(*) FROM handled"));
        assertThat(seen).hasSize((int) committed).doesNotHaveDuplicates();
        assertThat(killed.number("SELECT COUNT(*) FROM handled")).isEqualTo(committed);
        assertThat(killed.number("SELECT COUNT(*) FROM busline_outbox")).isZero();
        assertInOrder();
      }
    }
  }
}
