package io.busline.postgres;

import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import io.busline.spi.log.LogInfo;
import io.busline.spi.log.LogReader;
import io.busline.spi.log.LogStore;
import io.busline.spi.log.Registry;
import io.busline.spi.log.Span;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Topics as logs, and what is known of each: consumers ask the server only for what is new. Safe
 * for use by several threads.
 */
final class PostgresLogs implements LogStore {

  private static final String TOPICS =
      "SELECT "
          + Head.COLUMNS
          + ", y.type FROM {topic} t LEFT JOIN {topic_type} y ON y.topic = t.id ORDER BY t.name";

  /** A part of a topic, for the values of {@link #part}. */
  static final String PART =
      " FROM {event} WHERE topic = ? AND seq > ? AND seq <= ? AND (?::bigint >> slot) & 1 = 1"
          + " AND type = ANY (?)";

  private static final long LOW_32_BITS = 0xFFFF_FFFFL;

  private final Database database;
  private final Registry registry;
  private final Map<String, Head> heads = new ConcurrentHashMap<>();
  private final List<PostgresReader> readers = new CopyOnWriteArrayList<>();
  private final AtomicInteger losses = new AtomicInteger();

  PostgresLogs(Database database, Registry registry) {
    this.database = database;
    this.registry = registry;
  }

  @Override
  public Registry registry() {
    return registry;
  }

  Database database() {
    return database;
  }

  /** What is known of a topic; null if it is not known or gone. */
  @Nullable Head head(String topic) {
    return heads.get(topic);
  }

  Map<String, Head> heads() {
    return heads;
  }

  /** Topics have grown. Any thread. */
  void learn(Map<String, Head> grown) {
    Set<String> changed = new HashSet<>();
    grown.forEach(
        (name, head) -> {
          Head before = heads.get(name);
          if (!heads.merge(name, head, Head::merge).equals(before)) {
            changed.add(name);
          }
        });
    if (!changed.isEmpty()) {
      readers.forEach(reader -> reader.news(changed));
    }
  }

  /** Learns what all topics are, and that others are gone; returns whether something changed. */
  boolean saw(Map<String, Head> before, Map<String, Head> found) {
    Set<String> gone = new HashSet<>(before.keySet());
    gone.removeAll(found.keySet());
    // One that somebody made in the meantime is another.
    gone.removeIf(name -> !heads.remove(name, before.get(name)));
    learn(found);
    if (!gone.isEmpty()) {
      readers.forEach(reader -> reader.news(gone));
    }
    return !gone.isEmpty() || !heads.equals(before);
  }

  /** What was known may not be so any more. */
  void lost() {
    // After a restore, less may be there than is known.
    heads.clear();
    losses.incrementAndGet();
    readers.forEach(PostgresReader::wake);
  }

  @Override
  public List<LogInfo> find(Interests interests) {
    Set<String> named = interests.named();
    Map<String, Head> found = new TreeMap<>();
    database.reading(
        session -> {
          session.each(
              TOPICS,
              row -> {
                String name = row.getString(1);
                String type = row.getString(6);
                if (named.contains(name) || (type != null && interests.match(name, type))) {
                  found.put(name, Head.read(row));
                }
              });
          return found;
        });
    learn(found);
    return found.entrySet().stream().map(each -> each.getValue().log(each.getKey())).toList();
  }

  @Override
  public List<LogInfo> require(Interests interests) {
    Set<String> missing = new HashSet<>(interests.named());
    List<LogInfo> found = find(interests);
    found.forEach(log -> missing.remove(log.name()));
    if (missing.isEmpty()) {
      return found;
    }
    database.reading(
        session -> {
          for (String name : missing) {
            EventLog.makeTopic(session, name);
          }
          return missing;
        });
    return find(interests);
  }

  @Override
  public Optional<LogInfo> require(String log, Interests interests) {
    List<LogInfo> all = interests.named().contains(log) ? require(interests) : find(interests);
    return all.stream().filter(found -> found.name().equals(log)).findFirst();
  }

  @Override
  public long lastBefore(LogInfo log, Instant time) {
    return database.reading(
        session ->
            session.number(
                "SELECT seq FROM {event} WHERE topic = (SELECT id FROM {topic} WHERE name = ?)"
                    + " AND seq <= ? AND stored_at < ? ORDER BY seq DESC LIMIT 1",
                log.name(),
                log.end(),
                time));
  }

  @Override
  public long count(LogInfo log, Interests interests, long after, long through, int slots) {
    return database.reading(
        session -> {
          long topic = session.number("SELECT id FROM {topic} WHERE name = ?", log.name());
          return session.number(
              "SELECT count(*)" + PART,
              part(topic, after, through, slots, types(session, topic, log.name(), interests)));
        });
  }

  @Override
  public Optional<Instant> storedAt(LogInfo log, Interests interests, Span span) {
    return database.reading(
        session -> {
          long topic = session.number("SELECT id FROM {topic} WHERE name = ?", log.name());
          Set<String> types = types(session, topic, log.name(), interests);
          return session
              .list(
                  "SELECT stored_at" + PART + " ORDER BY seq LIMIT 1",
                  row -> Session.time(row, 1),
                  part(topic, span.after(), span.through(), span.slots(), types))
              .stream()
              .findFirst();
        });
  }

  static Object[] part(long topic, long after, long through, int slots, Set<String> types) {
    return new Object[] {topic, after, through, slots & LOW_32_BITS, types};
  }

  /** The types of a topic that are of interest. */
  static Set<String> types(Session session, long topic, String name, Interests interests)
      throws SQLException {
    Set<String> types = new HashSet<>();
    session.each(
        "SELECT type FROM {topic_type} WHERE topic = ?",
        row -> {
          if (interests.match(name, row.getString(1))) {
            types.add(row.getString(1));
          }
        },
        topic);
    return types;
  }

  @Override
  public LogReader open(Interests interests, StartPosition start, Runnable news) {
    PostgresReader reader = new PostgresReader(this, interests, news);
    readers.add(reader);
    return reader;
  }

  void closed(PostgresReader reader) {
    readers.remove(reader);
  }

  @Override
  public void requireReachable() {
    database.requireReachable();
  }

  @Override
  public int epoch() {
    return losses.get();
  }
}
