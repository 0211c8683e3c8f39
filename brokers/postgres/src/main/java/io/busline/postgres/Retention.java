package io.busline.postgres;

import io.busline.error.EventBusException;
import io.busline.spi.log.LeasedLogs;
import io.busline.spi.log.LeasedLogs.Group;
import io.busline.spi.log.LogInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Deletes events that are old, by the server's clock, and that every live group has handled. A
 * group is live if one of its instances was connected within the retention. Instances take turns:
 * rows that another one is about to delete are passed over.
 */
final class Retention implements AutoCloseable {

  private static final int CHUNK = 1_000;

  private static final Duration EVERY = Duration.ofMinutes(5);

  private static final Duration EVERY_AT_LEAST = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger(Retention.class.getName());

  private final Database database;
  private final PostgresLogs logs;
  private final LeasedLogs groups;
  private final Duration retention;
  private final long everyMillis;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  Retention(Database database, PostgresLogs logs, LeasedLogs groups, Duration retention) {
    this.database = database;
    this.logs = logs;
    this.groups = groups;
    this.retention = retention;
    this.everyMillis =
        Math.max(EVERY_AT_LEAST.toMillis(), Math.min(EVERY.toMillis(), retention.toMillis() / 10));
    this.thread = new Thread(this::run, "busline-postgres-retention");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!closing.await(everyMillis, TimeUnit.MILLISECONDS)) {
        tend();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tend() {
    try {
      floors().forEach(this::cut);
    } catch (EventBusException e) {
      if (closing.getCount() > 0) {
        LOG.log(System.Logger.Level.DEBUG, "Old events are deleted later.", e);
      }
    }
  }

  /** Up to where topics with something old may be cut. */
  private Map<String, Long> floors() {
    Map<String, Long> floors = new HashMap<>();
    database.reading(
        session -> {
          session.each(
              "SELECT name, last_seq FROM {topic} t WHERE (SELECT stored_at FROM {event}"
                  + " WHERE topic = t.id ORDER BY seq LIMIT 1) < now() - ?::interval",
              row -> floors.put(row.getString(1), row.getLong(2)),
              interval());
          return floors;
        });
    for (Group group : floors.isEmpty() ? List.<Group>of() : groups.groups()) {
      if (isLive(group)) {
        for (LogInfo log : logs.find(group.interests())) {
          floors.computeIfPresent(
              log.name(), (topic, floor) -> Math.min(floor, groups.position(group, log)));
        }
      }
    }
    return floors;
  }

  private String interval() {
    return retention.toMillis() + " milliseconds";
  }

  private boolean isLive(Group group) {
    return database.reading(
        session -> {
          long found = 0;
          for (String key : groups.keys(group)) {
            found +=
                session.number(
                    "SELECT count(*) FROM {registry} WHERE key >= ? AND key < ?"
                        + " AND written_at > now() - ?::interval",
                    key,
                    key.endsWith(".") ? TableRegistry.endOf(key) : key + ' ',
                    interval());
          }
          return found > 0;
        });
  }

  private void cut(String topic, long floor) {
    int deleted = CHUNK;
    while (deleted == CHUNK && closing.getCount() > 0) {
      deleted =
          database.reading(
              session ->
                  session.update(
                      "DELETE FROM {event} WHERE (topic, seq) IN (SELECT topic, seq FROM {event}"
                          + " WHERE topic = (SELECT id FROM {topic} WHERE name = ?) AND seq <= ?"
                          + " AND stored_at < now() - ?::interval"
                          + " ORDER BY seq LIMIT ? FOR UPDATE SKIP LOCKED)",
                      topic,
                      floor,
                      interval(),
                      CHUNK));
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Watch.end(thread);
  }
}
