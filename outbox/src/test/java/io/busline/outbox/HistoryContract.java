package io.busline.outbox;

import static io.busline.outbox.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Histories of two or three transactions in which the usual ways to number events lose some, or
 * break the order of a key. Where a database lets one transaction write at a time, the second waits
 * for the first, and the history has one order less.
 */
class HistoryContract {
  private final Scene scene;

  HistoryContract(Supplier<TestDatabase> database) {
    scene = new Scene(database.get());
  }

  @BeforeEach
  void make() {
    scene.database.execute(
        "CREATE TABLE aggregate (id varchar(20) PRIMARY KEY, n bigint NOT NULL)",
        "CREATE TABLE other (id varchar(20) PRIMARY KEY)",
        "INSERT INTO aggregate VALUES ('a', 0)",
        "INSERT INTO aggregate VALUES ('b', 0)");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** A: the first takes its number first and commits last, when its successor was read. */
  @Test
  void an_event_that_commits_after_later_ones_were_read_is_not_lost() throws Exception {
    Outbox outbox = scene.open();
    Connection first = scene.begin();
    outbox.publish(first, event("first", 1));
    CompletableFuture<Void> second =
        beside(connection -> outbox.publish(connection, event("x", 1)));
    if (!scene.database.hasOneWriter()) {
      second.get(60, TimeUnit.SECONDS);
      scene.awaitSent(1);
    }
    commit(first);
    second.get(60, TimeUnit.SECONDS);

    scene.awaitEmpty();

    assertThat(scene.wire.texts()).containsExactlyInAnyOrder("first=1", "x=1");
  }

  /** A, in one slot: the second waits, so that its number is the order of its commit. */
  @Test
  void in_one_slot_a_transaction_waits_for_the_number_of_the_one_before() throws Exception {
    Outbox outbox = scene.open(builder -> builder.slots(1));
    Connection first = scene.begin();
    outbox.publish(first, event("first", 1));
    CompletableFuture<Void> second =
        beside(connection -> outbox.publish(connection, event("x", 1)));
    assertThat(second).isNotDone();
    commit(first);
    second.get(60, TimeUnit.SECONDS);

    scene.awaitEmpty();

    assertThat(scene.wire.texts()).containsExactly("first=1", "x=1");
  }

  /** B: the first has begun to write before the second, and changes the aggregate after it. */
  @Test
  void a_key_has_the_order_of_its_changes_and_not_that_in_which_transactions_began()
      throws Exception {
    Outbox outbox = scene.open();
    if (scene.database.hasOneWriter()) {
      beside(connection -> change(outbox, connection, "a")).get(60, TimeUnit.SECONDS);
    }
    Connection first = scene.begin();
    execute(first, "INSERT INTO other VALUES ('x')");
    if (!scene.database.hasOneWriter()) {
      beside(connection -> change(outbox, connection, "a")).get(60, TimeUnit.SECONDS);
    }
    change(outbox, first, "a");
    commit(first);

    scene.awaitEmpty();

    assertThat(scene.wire.of("a")).containsExactly("1", "2");
  }

  /** C: three transactions take numbers in one order and commit in another. */
  @Test
  void transactions_that_commit_in_any_order_lose_nothing() throws Exception {
    Outbox outbox = scene.open();
    if (scene.database.hasOneWriter()) {
      return;
    }
    Connection one = scene.begin();
    Connection two = scene.begin();
    Connection three = scene.begin();
    outbox.publish(one, event(keyOf(1), 1));
    outbox.publish(two, event(keyOf(2), 1));
    outbox.publish(three, event(keyOf(3), 1));
    commit(three);
    scene.awaitSent(1);
    commit(one);
    scene.awaitSent(2);
    commit(two);

    scene.awaitEmpty();

    assertThat(scene.wire.sent()).hasSize(3);
  }

  /** D: somebody else on the server writes, and does not come to an end. */
  @Test
  void a_long_transaction_elsewhere_holds_nothing_up() throws Exception {
    Outbox outbox = scene.open();
    TestDatabase elsewhere = scene.database.another();
    elsewhere.execute("CREATE TABLE other (id varchar(20) PRIMARY KEY)");
    try (Connection endless = elsewhere.dataSource().getConnection()) {
      endless.setAutoCommit(false);
      execute(endless, "INSERT INTO other VALUES ('x')");

      outbox.inTransaction(tx -> tx.publish(event("a", 1)));

      scene.awaitEmpty();
      endless.rollback();
    }
  }

  /** E: who publishes before it changes the aggregate, collecting, has the order of the changes. */
  @Test
  void an_event_that_is_published_before_the_change_has_the_order_of_the_change() throws Exception {
    Outbox outbox = scene.open();
    int each = scene.database.hasOneWriter() ? 10 : 50;
    inThreads(
        2,
        () -> {
          for (int i = 0; i < each; i++) {
            outbox.inTransaction(
                tx -> {
                  // Its key is known before the change, and its data is not looked at here.
                  execute(tx.connection(), "UPDATE aggregate SET n = n + 1 WHERE id = 'a'");
                  long n = version(tx.connection(), "a");
                  tx.publish(event("a", n));
                  execute(tx.connection(), "UPDATE aggregate SET n = n WHERE id = 'b'");
                });
          }
        });

    scene.awaitEmpty();

    assertNumbered("a", 2L * each);
  }

  /** E, without collecting: it may fail, and then as a whole; it is never in the wrong order. */
  @Test
  void publishing_too_early_fails_rather_than_breaking_an_order() throws Exception {
    Outbox outbox = scene.open(builder -> builder.slots(1));
    AtomicInteger failed = new AtomicInteger();
    inThreads(
        2,
        () -> {
          for (int i = 0; i < 10; i++) {
            boolean early = i % 2 == 0;
            try (Connection connection = scene.begin()) {
              try {
                if (early) {
                  outbox.publish(connection, event("early", 0));
                }
                change(outbox, connection, "a");
                connection.commit();
              } catch (TransactionException | SQLException e) {
                assertThat(isPassing(e)).as("%s", e).isTrue();
                failed.incrementAndGet();
                connection.rollback();
              }
            }
          }
        });

    scene.awaitEmpty();

    assertNumbered("a", 20 - failed.get());
  }

  /** F: two keys in opposite order. */
  @Test
  void events_that_are_published_together_never_wait_in_a_circle() throws Exception {
    Outbox outbox = scene.open();
    List<String> keys = List.of("a", "b", "c", "d");
    AtomicInteger turn = new AtomicInteger();
    int each = scene.database.hasOneWriter() ? 10 : 50;
    inThreads(
        4,
        () -> {
          for (int i = 0; i < each; i++) {
            List<Object> events = new ArrayList<>();
            int first = turn.getAndIncrement();
            for (int k = 0; k < keys.size(); k++) {
              events.add(event(keys.get((first + k * (1 + first % 2 * 2)) % 4), i));
            }
            try (Connection connection = scene.begin()) {
              outbox.publishAll(connection, events);
              connection.commit();
            }
          }
        });

    scene.awaitEmpty();

    assertThat(scene.wire.sent()).hasSize(4 * 4 * each);
  }

  /** G: two relays at once. */
  @Test
  void two_relays_never_have_events_of_one_key_at_a_time() throws Exception {
    Outbox first = scene.open();
    Outbox second = scene.open();
    int each = scene.database.hasOneWriter() ? 20 : 100;
    inThreads(
        2,
        () -> {
          for (int i = 0; i < each; i++) {
            try (Connection connection = scene.begin()) {
              change(i % 2 == 0 ? first : second, connection, i % 3 == 0 ? "a" : "b");
              connection.commit();
            }
          }
        });

    scene.awaitEmpty();

    assertNumbered("a", 2 * (each + 2) / 3);
    assertThat(scene.wire.of("b")).hasSize(2 * each - scene.wire.of("a").size());
  }

  private interface Change {
    void in(Connection connection) throws Exception;
  }

  /** Something in a transaction of another thread; returns when it is under way, or done. */
  private CompletableFuture<Void> beside(Change change) {
    return CompletableFuture.runAsync(
        () -> {
          try (Connection connection = scene.begin()) {
            change.in(connection);
            connection.commit();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        task -> new Thread(task, "second").start());
  }

  private interface Task {
    void run() throws Exception;
  }

  private static void inThreads(int count, Task task) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  start.await();
                  task.run();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              each -> new Thread(each, "writer").start()));
    }
    start.countDown();
    for (CompletableFuture<Void> each : all) {
      each.get(50, TimeUnit.SECONDS);
    }
  }

  private static void change(Outbox outbox, Connection connection, String id) throws SQLException {
    execute(connection, "UPDATE aggregate SET n = n + 1 WHERE id = '" + id + "'");
    outbox.publish(connection, event(id, version(connection, id)));
  }

  private static long version(Connection connection, String id) throws SQLException {
    return AdminTables.number(connection, "SELECT n FROM aggregate WHERE id = '" + id + "'");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void commit(Connection connection) throws SQLException {
    connection.commit();
    connection.close();
  }

  private static boolean isPassing(Exception e) {
    SQLException sql =
        e instanceof SQLException known ? known : e.getCause() instanceof SQLException c ? c : null;
    return (e instanceof TransactionException known && known.isPassing())
        || (sql != null
            && List.of(SqlFailure.DEADLOCK, SqlFailure.LOCK_TIMEOUT, SqlFailure.CONFLICT)
                .contains(SqlFailure.of(sql)));
  }

  /** A key of a slot of its own. */
  private static String keyOf(int wanted) {
    Slots slots = new Slots(Schema.SLOTS);
    return IntStream.range(0, 10_000)
        .mapToObj(i -> "k" + i)
        .filter(key -> slots.of(key) == wanted)
        .findFirst()
        .orElseThrow();
  }

  private void assertNumbered(String key, long last) {
    assertThat(scene.wire.of(key))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, (int) last).mapToObj(String::valueOf).toList());
  }
}
