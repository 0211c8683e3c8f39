package io.busline.sqlite;

import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import io.busline.spi.log.LogInfo;
import io.busline.spi.log.LogReader;
import io.busline.spi.log.LogStore;
import io.busline.spi.log.Registry;
import io.busline.spi.log.Span;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Topics of the file as logs. Safe for use by several threads. */
final class SqliteLogs implements LogStore {

  private static final String COUNT =
      "SELECT count(*) FROM event INDEXED BY event_order WHERE topic ="
          + " (SELECT id FROM topic WHERE name = ?) AND seq > ? AND seq <= ? AND (? >> slot) & 1";

  private static final String FIRST =
      "SELECT stored_at FROM event INDEXED BY event_order WHERE topic ="
          + " (SELECT id FROM topic WHERE name = ?) AND seq > ? AND seq <= ? AND (? >> slot) & 1"
          + " AND type IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT 1";

  private static final String NARROW = " AND type IN (SELECT value FROM json_each(?))";

  private static final String TOPICS =
      " SELECT t.name, t.last_seq, y.name FROM t"
          + " LEFT JOIN topic_type ON topic = t.id LEFT JOIN type y ON type = y.id ORDER BY t.name";

  private static final String ENDS =
      "WITH t AS MATERIALIZED (SELECT id, name, last_seq FROM topic_end";

  private static final String AMONG = " WHERE name IN (SELECT value FROM json_each(?))";

  private final SqliteBroker broker;
  private final TableRegistry registry;

  SqliteLogs(SqliteBroker broker, TableRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  @Override
  public Registry registry() {
    return registry;
  }

  @Override
  public List<LogInfo> find(Interests interests) {
    return broker.reading(session -> find(session, interests));
  }

  private static List<LogInfo> find(Session session, Interests interests) throws SQLException {
    Map<String, LogInfo> found = new LinkedHashMap<>();
    Set<String> named = interests.named();
    String among = interests.topics().map(Session::jsonArray).orElse(null);
    session.each(
        ENDS + (among == null ? "" : AMONG) + ")" + TOPICS,
        row -> {
          String name = row.getString(1);
          String type = row.getString(3);
          if (named.contains(name) || (type != null && interests.match(name, type))) {
            found.put(name, log(name, row.getLong(2)));
          }
        },
        among == null ? new Object[0] : new Object[] {among});
    return List.copyOf(found.values());
  }

  /** A topic is made once and never removed, as long as there is the file. */
  private static LogInfo log(String name, long last) {
    return new LogInfo(name, Instant.EPOCH, last, null);
  }

  @Override
  public List<LogInfo> require(Interests interests) {
    Set<String> missing = new HashSet<>(interests.named());
    List<LogInfo> found = find(interests);
    found.forEach(log -> missing.remove(log.name()));
    if (missing.isEmpty()) {
      return found;
    }
    broker
        .writer()
        .now(
            session -> {
              for (String name : missing) {
                EventLog.makeTopic(session, name);
              }
              return true;
            });
    return find(interests);
  }

  @Override
  public Optional<LogInfo> require(String log, Interests interests) {
    return broker.reading(
        session ->
            session
                .list(
                    "SELECT last_seq FROM topic_end WHERE name = ?",
                    row -> log(log, row.getLong(1)),
                    log)
                .stream()
                .findFirst());
  }

  /** Finds by halves: times of storing follow the positions, except after a clock was set back. */
  @Override
  public long lastBefore(LogInfo log, Instant time) {
    long millis = time.plusNanos(999_999).toEpochMilli();
    return broker.reading(
        session -> {
          long topic = session.number("SELECT id FROM topic WHERE name = ?", log.name());
          long before = 0;
          long after = log.end();
          while (before < after) {
            long middle = before + (after - before + 1) / 2;
            if (storedAt(session, topic, middle) < millis) {
              before = middle;
            } else {
              after = middle - 1;
            }
          }
          return before;
        });
  }

  private static long storedAt(Session session, long topic, long position) throws SQLException {
    return session.number(
        "SELECT stored_at FROM event INDEXED BY event_order WHERE topic = ? AND seq <= ?"
            + " ORDER BY seq DESC LIMIT 1",
        topic,
        position);
  }

  @Override
  public long count(LogInfo log, Interests interests, long after, long through, int slots) {
    return broker.reading(
        session -> {
          List<Long> wanted = new ArrayList<>();
          long others = wanted(session, log.name(), interests, wanted);
          long mask = mask(slots);
          return others == 0
              ? session.number(COUNT, log.name(), after, through, mask)
              : session.number(COUNT + NARROW, log.name(), after, through, mask, wanted.toString());
        });
  }

  @Override
  public Optional<Instant> storedAt(LogInfo log, Interests interests, Span span) {
    return broker.reading(
        session -> {
          List<Long> wanted = new ArrayList<>();
          wanted(session, log.name(), interests, wanted);
          return session
              .list(
                  FIRST,
                  row -> Instant.ofEpochMilli(row.getLong(1)),
                  log.name(),
                  span.after(),
                  span.through(),
                  mask(span.slots()),
                  wanted.toString())
              .stream()
              .findFirst();
        });
  }

  private static long mask(int slots) {
    return slots & 0xFFFF_FFFFL;
  }

  /** Collects the types of a topic that are of interest; returns how many others it has. */
  private static long wanted(Session session, String topic, Interests interests, List<Long> wanted)
      throws SQLException {
    long[] others = {0};
    session.each(
        "SELECT y.id, y.name FROM topic t JOIN topic_type ON topic = t.id"
            + " JOIN type y ON type = y.id WHERE t.name = ?",
        row -> {
          if (interests.match(topic, row.getString(2))) {
            wanted.add(row.getLong(1));
          } else {
            others[0]++;
          }
        },
        topic);
    return others[0];
  }

  @Override
  public OptionalLong end() {
    return OptionalLong.of(broker.reading(EventLog::end));
  }

  @Override
  public LogReader open(Interests interests, StartPosition start, Runnable news) {
    return broker.reader(interests, news);
  }

  @Override
  public void requireReachable() {
    broker.requireInPlace();
  }
}
