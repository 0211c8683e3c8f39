package io.busline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.servers.Await;
import io.busline.servers.JavaProcess;
import io.busline.servers.PostgresServer;
import io.busline.servers.Release;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that write, relay and handle are killed in a loop, and so is their database. */
@Tag("slow")
class KilledProcessesTest {
  private static final Duration LASTS = Duration.ofSeconds(40);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Release.class)
  void what_is_committed_is_published_in_order_and_has_its_effects_once(Release release)
      throws Exception {
    String url = "sqlite:" + folder.resolve("bus.db");
    try (PostgresServer server = PostgresServer.start(release)) {
      TestDatabase database = TestDatabase.postgres(server.port());
      make(database);
      killInALoop(server, database, url);
      // One that nobody kills publishes and handles the rest.
      try (EventBus bus = EventBus.connect(url, "orders");
          Outbox outbox =
              Outbox.builder(database.dataSource(), bus).lease(Duration.ofSeconds(2)).open()) {
        Await.until(
            "all is published",
            () -> database.number("SELECT COUNT(*) FROM busline_outbox") == 0,
            outbox::health);
        bus.subscription("billing")
            .concurrency(8)
            .inbox(outbox)
            .on("order.changed", byte[].class, (event, tx) -> Child.handle(tx.connection(), event))
            .subscribe();
        long committed = database.number("SELECT SUM(n) FROM aggregate");
        awaitHandled(database, bus, committed);
        assertThat(committed).isGreaterThan(100);
        assertThat(audit(database, published(bus, committed))).isEmpty();
        assertThat(handled(database)).isEqualTo(committed);
        assertThat(database.number("SELECT COUNT(*) FROM (SELECT DISTINCT k, n FROM handled) once"))
            .isEqualTo(committed);
      }
    }
  }

  /** As long as it goes on, however busy the machine is. */
  private static void awaitHandled(TestDatabase database, EventBus bus, long committed) {
    long handled = handled(database);
    while (handled < committed) {
      long before = handled;
      Await.until(
          "more is handled",
          () -> handled(database) > before,
          () ->
              "%d of %d, and %d dead letters"
                  .formatted(
                      before,
                      committed,
                      bus.deadLetters().list(DeadLetterQuery.all(), 1_000).size()));
      handled = handled(database);
    }
  }

  private static long handled(TestDatabase database) {
    return database.number("SELECT COUNT(*) FROM handled");
  }

  static void make(TestDatabase database) {
    database.execute(
        "CREATE TABLE aggregate (id varchar(20) PRIMARY KEY, n bigint NOT NULL)",
        "CREATE TABLE handled (k varchar(20), n bigint)");
    IntStream.range(0, Child.KEYS)
        .forEach(i -> database.execute("INSERT INTO aggregate VALUES ('k" + i + "', 0)"));
  }

  private static void killInALoop(PostgresServer server, TestDatabase database, String url) {
    List<JavaProcess> children = new ArrayList<>();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long end = System.nanoTime() + LASTS.toNanos();
    while (System.nanoTime() < end) {
      while (children.size() < 2) {
        JavaProcess child = Child.start(database, url);
        children.add(child);
        assertThat(child.line()).isEqualTo("ready");
      }
      LockSupport.parkNanos(random.nextLong(500_000_000, 4_000_000_000L));
      if (random.nextInt(4) == 0) {
        server.kill();
        server.restart();
      } else {
        children.remove(random.nextInt(children.size())).kill();
      }
    }
    children.forEach(JavaProcess::kill);
  }

  private static List<Event<byte[]>> published(EventBus bus, long count) {
    List<Event<byte[]>> events = new CopyOnWriteArrayList<>();
    Set<String> ids = new HashSet<>();
    List<Event<byte[]>> once = new ArrayList<>();
    try (var subscription =
        bus.broadcast()
            .onPattern(
                ">",
                byte[].class,
                event -> {
                  if (ids.add(event.id())) {
                    once.add(event);
                    if (once.size() == count) {
                      events.addAll(once);
                    }
                  }
                })
            .from(StartPosition.earliest())
            .subscribe()) {
      Await.until("all is read", () -> events.size() >= count, subscription::state);
    }
    return events;
  }

  private static List<String> audit(TestDatabase database, List<Event<byte[]>> published) {
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < Child.KEYS; i++) {
      String key = "k" + i;
      long last = database.number("SELECT n FROM aggregate WHERE id = '" + key + "'");
      List<String> texts =
          published.stream()
              .filter(event -> event.key().orElseThrow().equals(key))
              .map(KilledProcessesTest::text)
              .toList();
      findings.addAll(Writers.audit(key, last, texts));
    }
    return findings;
  }

  private static String text(Event<byte[]> event) {
    return new String(event.data(), StandardCharsets.UTF_8);
  }
}
