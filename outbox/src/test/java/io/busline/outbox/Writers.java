package io.busline.outbox;

import io.busline.error.TransactionException;
import io.busline.servers.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Writers at work on aggregates, relays that come and go, and the audit of what was published. */
final class Writers implements AutoCloseable {
  private static final int AGGREGATES = 40;

  private final Scene scene;
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicReference<Outbox> current = new AtomicReference<>();

  Writers(TestDatabase database) {
    scene = new Scene(database);
    List<String> sql = new ArrayList<>();
    sql.add("CREATE TABLE aggregate (id varchar(20) PRIMARY KEY, n bigint NOT NULL)");
    for (int i = 0; i < AGGREGATES; i++) {
      sql.add("INSERT INTO aggregate VALUES ('%s', 0)".formatted(key(i)));
    }
    database.execute(sql.toArray(String[]::new));
    current.set(scene.open());
  }

  private static String key(int aggregate) {
    return "k%02d".formatted(aggregate);
  }

  int committed() {
    return committed.get();
  }

  void write(int threads, Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(inThread(() -> writeUntil(end)));
    }
    all.add(inThread(() -> changeRelaysUntil(end)));
    for (CompletableFuture<Void> each : all) {
      each.get(duration.toSeconds() + 60, TimeUnit.SECONDS);
    }
  }

  private interface Task {
    void run() throws SQLException;
  }

  private static CompletableFuture<Void> inThread(Task task) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            task.run();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        },
        each -> new Thread(each, "writer").start());
  }

  private void writeUntil(long end) throws SQLException {
    try (Connection connection = scene.begin()) {
      while (System.nanoTime() < end) {
        try {
          transaction(connection);
        } catch (SQLException | TransactionException e) {
          // A deadlock or a lock that was not had in time: nothing of it may be published.
          Rollback.after(e, connection);
        }
      }
    }
  }

  /** One or two aggregates, in one order; a tenth rolls back, and some take long. */
  private void transaction(Connection connection) throws SQLException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int first = random.nextInt(AGGREGATES);
    int second = random.nextInt(AGGREGATES);
    List<Object> events = new ArrayList<>();
    for (int each : first == second ? List.of(first) : sorted(first, second)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("UPDATE aggregate SET n = n + 1 WHERE id = '" + key(each) + "'");
      }
      long n =
          AdminTables.number(connection, "SELECT n FROM aggregate WHERE id = '" + key(each) + "'");
      events.add(Scene.event(key(each), n));
    }
    current.get().publishAll(connection, events);
    if (random.nextInt(50) == 0) {
      LockSupport.parkNanos(30_000_000);
    }
    if (random.nextInt(10) == 0) {
      connection.rollback();
    } else {
      connection.commit();
      committed.incrementAndGet();
    }
  }

  private static List<Integer> sorted(int one, int other) {
    return List.of(Math.min(one, other), Math.max(one, other));
  }

  private void changeRelaysUntil(long end) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    List<Outbox> open = new ArrayList<>(List.of(current.get()));
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(200_000_000);
      switch (random.nextInt(3)) {
        case 0 -> open.add(scene.open());
        case 1 -> {
          if (open.size() > 1) {
            open.remove(0).close();
          }
        }
        default ->
            rob(
                "UPDATE busline_outbox_slot SET owner = 'thief', epoch = epoch + 1 WHERE slot < 20");
      }
      current.set(open.get(open.size() - 1));
    }
  }

  /** As if another relay believed that the owner was dead. */
  private void rob(String sql) {
    try (Connection connection = scene.database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      // Somebody holds a row. Another time, then.
    }
  }

  /** What is wrong with what was published, once all of it is. */
  List<String> audit() {
    Await.until("the outbox is empty", () -> scene.waiting() == 0, scene::waiting);
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < AGGREGATES; i++) {
      long last = scene.database.number("SELECT n FROM aggregate WHERE id = '" + key(i) + "'");
      findings.addAll(audit(key(i), last, scene.wire.of(key(i))));
    }
    return findings;
  }

  /** Versions of one aggregate, each as often as it was published first, must be 1, 2, 3 …. */
  static List<String> audit(String key, long last, List<String> published) {
    List<String> findings = new ArrayList<>();
    long before = 0;
    for (String text : published) {
      long n = Long.parseLong(text);
      if (n > last) {
        findings.add("%s: %d was published and never committed".formatted(key, n));
      } else if (n < before) {
        findings.add("%s: %d came before %d".formatted(key, before, n));
      }
      before = Math.max(before, n);
    }
    for (long n = 1; n <= last; n++) {
      if (!published.contains(Long.toString(n))) {
        findings.add("%s: %d is missing".formatted(key, n));
      }
    }
    return findings;
  }

  @Override
  public void close() {
    scene.close();
  }
}
