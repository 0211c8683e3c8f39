package io.busline.sqlite;

import io.busline.error.BrokerException;
import io.busline.spi.TimeSource.Registration;
import io.busline.spi.log.Registry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What groups have done, in a table. Values are replaced in the writer's transactions, so nobody
 * comes in between. Safe for use by several threads.
 */
final class TableRegistry implements Registry {

  private static final String SELECT = "SELECT value, written_at FROM registry WHERE key = ?";

  private final SqliteBroker broker;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  TableRegistry(SqliteBroker broker) {
    this.broker = broker;
  }

  @Override
  public Optional<Value> get(String key) {
    return broker.reading(session -> Optional.ofNullable(read(session, key)));
  }

  private static @Nullable Value read(Session session, String key) throws SQLException {
    PreparedStatement select = session.statement(SELECT);
    select.setString(1, key);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? new Value(row.getBytes(1), Instant.ofEpochMilli(row.getLong(2))) : null;
    }
  }

  @Override
  public List<String> keys(String prefix) {
    return broker.reading(
        session ->
            session.list(
                "SELECT key FROM registry WHERE key >= ? AND key < ? ORDER BY key",
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
    Writer.Work<Optional<Value>> work =
        session -> {
          Optional<Value> written = Optional.ofNullable(replace(session, key, change));
          if (urgency == Urgency.TELLING) {
            tell(session);
          }
          return written;
        };
    Writer writer = broker.writer();
    CompletableFuture<Optional<Value>> done =
        urgency == Urgency.RELAXED ? writer.later(work) : writer.soon(1, work);
    return done.<@Nullable Value>thenApply(written -> written.orElse(null))
        .exceptionally(
            failure -> {
              throw explained(key, failure);
            });
  }

  private static BrokerException explained(String key, Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (cause instanceof Writer.UnknownOutcome unknown) {
      cause = unknown.explained;
    }
    return cause instanceof BrokerException known
        ? known
        : new BrokerException("writing %s failed: %s".formatted(key, cause), cause);
  }

  private @Nullable Value replace(Session session, String key, Change change) throws SQLException {
    Value present = read(session, key);
    byte[] next = change.apply(present == null ? null : present.bytes());
    if (next == null) {
      return present;
    }
    Instant now = broker.time().now();
    session.update(
        "INSERT INTO registry SELECT ?, ?, ?, age FROM bus WHERE true ON CONFLICT DO UPDATE"
            + " SET value = excluded.value, written_at = excluded.written_at, age = excluded.age",
        key,
        next,
        now.toEpochMilli());
    return new Value(next, now);
  }

  /** Makes all consumers look, those of other processes too. */
  private static boolean tell(Session session) throws SQLException {
    return session.update("UPDATE bus SET generation = generation + 1") > 0;
  }

  @Override
  public void remove(String key) {
    broker.writer().now(session -> session.update("DELETE FROM registry WHERE key = ?", key) > 0);
  }

  @Override
  public void tell(String group) {
    var unused = broker.writer().soon(1, TableRegistry::tell).exceptionally(failure -> false);
  }

  @Override
  public Registration watch(String group, Runnable changed) {
    watchers.add(changed);
    return () -> watchers.remove(changed);
  }

  /** Somebody has told. Any thread. */
  void told() {
    watchers.forEach(Runnable::run);
  }
}
