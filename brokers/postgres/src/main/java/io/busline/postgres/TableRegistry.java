package io.busline.postgres;

import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.error.InvalidEventException;
import io.busline.postgres.GroupWriter.Job;
import io.busline.spi.Output;
import io.busline.spi.TimeSource.Registration;
import io.busline.spi.log.Registry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What groups have done, in a table. Safe for use by several threads. */
final class TableRegistry implements Registry {

  private static final String SELECT = "SELECT value, written_at FROM {registry} WHERE key = ?";

  /** What only one instance writes, as long as it lives. */
  private static final String LIFE = "member.";

  /** Longer than the watch rests, so that as long as it works nobody has to ask. */
  private static final long SIGHT_NANOS = 4_000_000_000L;

  private final Database database;
  private final GroupWriter writer;
  private final OutputWriter outputs;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  /** Signs of life as this process has written them last. Of the writer's thread. */
  private final Map<String, byte[]> own = new ConcurrentHashMap<>();

  private volatile Sight sight = new Sight(Map.of(), System.nanoTime() - SIGHT_NANOS);

  /** Groups and signs of life as they were seen last, and when. */
  private record Sight(Map<String, Value> values, long at) {}

  TableRegistry(Database database, GroupWriter writer, OutputWriter outputs) {
    this.database = database;
    this.writer = writer;
    this.outputs = outputs;
  }

  @Override
  public Optional<Value> get(String key) {
    return database.reading(session -> Optional.ofNullable(read(session, SELECT, key)));
  }

  private static @Nullable Value read(Session session, String select, String key)
      throws SQLException {
    List<Value> found =
        session.list(select, row -> new Value(row.getBytes(1), Session.time(row, 2)), key);
    return found.isEmpty() ? null : found.get(0);
  }

  @Override
  public List<String> keys(String prefix) {
    Map<String, Value> seen = seen();
    // What was seen before we have written is too old.
    if (prefix.startsWith(LIFE) && !seen.isEmpty() && seen.keySet().containsAll(own.keySet())) {
      return seen.keySet().stream().filter(key -> key.startsWith(prefix)).sorted().toList();
    }
    return database.reading(
        session ->
            session.list(
                "SELECT key FROM {registry} WHERE key >= ? AND key < ? ORDER BY key",
                row -> row.getString(1),
                prefix,
                endOf(prefix)));
  }

  /** The first text that is beyond all which begin with a prefix. */
  static String endOf(String prefix) {
    int last = prefix.length() - 1;
    return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
  }

  @Override
  public CompletableFuture<@Nullable Value> update(String key, Change change, Urgency urgency) {
    Job<Optional<Value>> job =
        new Job<>(
            key,
            urgency == Urgency.TELLING,
            session -> Optional.ofNullable(replaceKnown(session, key, change)));
    if (urgency == Urgency.RELAXED) {
      writer.later(job);
    } else {
      writer.soon(job);
    }
    return job.done
        .<@Nullable Value>thenApply(written -> written.orElse(null))
        .exceptionally(
            failure -> {
              throw explained(key, failure);
            });
  }

  @Override
  public CompletableFuture<@Nullable Value> update(
      String key, Change change, List<Output> outputs) {
    OutputWriter.Job job = new OutputWriter.Job(key, change, outputs);
    this.outputs.soon(job);
    return job.done.exceptionally(
        failure -> {
          throw explained(key, failure);
        });
  }

  private static EventBusException explained(String key, Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    return cause instanceof BrokerException || cause instanceof InvalidEventException
        ? (EventBusException) cause
        : new BrokerException("writing %s failed: %s".formatted(key, cause), cause);
  }

  private @Nullable Value replaceKnown(Session session, String key, Change change)
      throws SQLException {
    byte[] before = own.remove(key);
    Value kept = before == null ? null : replaceOwn(session, key, before, change);
    Value there = kept == null ? replace(session, key, change) : kept;
    if (there != null && key.startsWith(LIFE)) {
      own.put(key, there.bytes());
    }
    return there;
  }

  /** In one statement if it is still as we left it; null if it is not. */
  private static @Nullable Value replaceOwn(
      Session session, String key, byte[] before, Change change) throws SQLException {
    byte[] next = change.apply(before);
    if (next == null) {
      return null;
    }
    List<Instant> written =
        session.list(
            "UPDATE {registry} SET value = ?, written_at = clock_timestamp()"
                + " WHERE key = ? AND value = ? RETURNING written_at",
            row -> Session.time(row, 1),
            next,
            key,
            before);
    return written.isEmpty() ? null : new Value(next, written.get(0));
  }

  static @Nullable Value replace(Session session, String key, Change change) throws SQLException {
    while (true) {
      Value present = read(session, SELECT + " FOR NO KEY UPDATE", key);
      byte[] next = change.apply(present == null ? null : present.bytes());
      if (next == null) {
        return present;
      }
      List<Instant> written =
          session.list(
              present == null
                  ? "INSERT INTO {registry} (value, key, written_at) VALUES (?, ?, clock_timestamp())"
                      + " ON CONFLICT DO NOTHING RETURNING written_at"
                  : "UPDATE {registry} SET value = ?, written_at = clock_timestamp() WHERE key = ?"
                      + " RETURNING written_at",
              row -> Session.time(row, 1),
              next,
              key);
      if (!written.isEmpty()) {
        return new Value(next, written.get(0));
      }
      // Another instance was the first to write it.
    }
  }

  @Override
  public void remove(String key) {
    own.remove(key);
    writer.now(key, session -> session.update("DELETE FROM {registry} WHERE key = ?", key));
  }

  @Override
  public void tell(String group) {
    writer.soon(new Job<>("group." + group, true, session -> true));
  }

  @Override
  public Registration watch(String group, Runnable changed) {
    watchers.add(changed);
    return () -> watchers.remove(changed);
  }

  /** All groups and signs of life were read. Any thread. */
  void saw(Map<String, Value> values) {
    sight = new Sight(values, System.nanoTime());
  }

  /** What was read a moment ago; empty if that is too long ago. */
  private Map<String, Value> seen() {
    Sight last = sight;
    return System.nanoTime() - last.at() < SIGHT_NANOS ? last.values() : Map.of();
  }

  /** A sign of life that is older than it could be makes nobody dead: then it is asked for. */
  @Override
  public Optional<Value> glance(String key) {
    Value value = seen().get(key);
    return value != null ? Optional.of(value) : get(key);
  }

  /** Somebody has told. Any thread. */
  void told() {
    watchers.forEach(Runnable::run);
  }
}
