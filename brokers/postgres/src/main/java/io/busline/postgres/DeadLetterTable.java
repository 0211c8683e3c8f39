package io.busline.postgres;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.InvalidEventException;
import io.busline.postgres.GroupWriter.Job;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.LetterPage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Dead letters, in a table of the same database. Safe for use by several threads. */
final class DeadLetterTable implements DeadLetterStore {

  private static final String SELECT =
      "SELECT ordinal, letter, consumer_group, topic, type, reason, cause, attempts,"
          + " first_failed_at, dead_at, "
          + EventColumns.NAMES
          + " FROM {dead_letter} WHERE ordinal <= ?";

  private static final String INSERT =
      "INSERT INTO {dead_letter} (letter, consumer_group, topic, type, key, reason, cause,"
          + " attempts, first_failed_at, dead_at, "
          + EventColumns.NAMES
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (letter) DO NOTHING";

  private final Database database;
  private final GroupWriter writer;

  /**
   * How far a list was read.
   *
   * @param seconds when the last letter died, in seconds since 1970
   * @param micros and microseconds
   * @param ordinal its ordinal
   * @param end the highest ordinal that belongs to the list
   */
  private record Cursor(long seconds, long micros, long ordinal, long end) {

    static Cursor parse(String text) {
      List<Long> parts = new ArrayList<>();
      for (String part : text.split("\\.", -1)) {
        parts.add(Long.parseLong(part));
      }
      return new Cursor(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
    }

    Cursor after(Entry entry) {
      Instant dead = entry.deadAt();
      long micros = dead.getNano() / 1_000;
      return new Cursor(dead.getEpochSecond(), micros, entry.ordinal(), end);
    }

    Instant deadAt() {
      return Instant.ofEpochSecond(seconds, micros * 1_000);
    }

    @Override
    public String toString() {
      return seconds + "." + micros + "." + ordinal + "." + end;
    }
  }

  /** A row, which another release or program may have written. */
  private record Entry(long ordinal, Instant deadAt, @Nullable DeadLetter letter) {}

  DeadLetterTable(Database database, GroupWriter writer) {
    this.database = database;
    this.writer = writer;
  }

  @Override
  public CompletableFuture<Void> store(DeadLetter letter) {
    Job<Boolean> job = new Job<>("~" + letter.id(), false, session -> insert(session, letter) > 0);
    writer.soon(job);
    return job.done.thenApply(stored -> null);
  }

  private static int insert(Session session, DeadLetter letter) throws SQLException {
    PreparedStatement insert = session.statement(INSERT);
    insert.setString(1, letter.id());
    insert.setString(2, letter.group());
    insert.setString(3, letter.topic());
    insert.setString(4, letter.event().type());
    insert.setString(5, letter.event().keyOrNull());
    insert.setString(6, letter.reason().name());
    // The one character that the server does not take.
    insert.setString(7, letter.cause().replace('\0', ' '));
    insert.setInt(8, letter.attempts());
    insert.setObject(9, Session.time(letter.firstFailedAt()));
    insert.setObject(10, Session.time(letter.deadAt()));
    EventColumns.bind(insert, 11, letter.event());
    return insert.executeUpdate();
  }

  @Override
  public LetterPage list(DeadLetterQuery query, String from, int limit) {
    return database.reading(
        session -> {
          Cursor cursor =
              from.isEmpty()
                  ? new Cursor(0, 0, 0, session.number("SELECT max(ordinal) FROM {dead_letter}"))
                  : Cursor.parse(from);
          List<Entry> page = page(session, query, cursor, limit);
          return new LetterPage(
              page.stream().map(Entry::letter).filter(Objects::nonNull).toList(),
              page.size() < limit ? "" : cursor.after(page.get(page.size() - 1)).toString());
        });
  }

  private static List<Entry> page(Session session, DeadLetterQuery query, Cursor cursor, int limit)
      throws SQLException {
    StringBuilder sql = new StringBuilder(SELECT);
    List<Object> values = new ArrayList<>(List.of(cursor.end()));
    with(sql, values, " AND consumer_group = ?", query.group());
    with(sql, values, " AND topic = ?", query.topic());
    with(sql, values, " AND type = ?", query.type());
    with(sql, values, " AND key = ?", query.key());
    with(sql, values, " AND reason = ?", query.reason() == null ? null : query.reason().name());
    with(sql, values, " AND dead_at >= ?", query.since());
    with(sql, values, " AND letter = ?", query.id());
    if (cursor.ordinal() > 0) {
      sql.append(" AND (dead_at, ordinal) > (?, ?)");
      values.add(cursor.deadAt());
      values.add(cursor.ordinal());
    }
    values.add(limit);
    return session.list(
        sql.append(" ORDER BY dead_at, ordinal LIMIT ?").toString(),
        row -> new Entry(row.getLong(1), Session.time(row, 10), read(row)),
        values.toArray());
  }

  private static void with(
      StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      sql.append(condition);
      values.add(value);
    }
  }

  /** The letter of a row; null if it is none that we know how to read. */
  private static @Nullable DeadLetter read(ResultSet row) throws SQLException {
    try {
      return new DeadLetter(
          row.getString(2),
          row.getString(3),
          row.getString(4),
          EventColumns.read(row, 11, row.getString(5)),
          DeadLetter.Reason.valueOf(row.getString(6)),
          row.getString(7),
          row.getInt(8),
          Session.time(row, 9),
          Session.time(row, 10));
    } catch (IllegalArgumentException | InvalidEventException e) {
      return null;
    }
  }

  /** How many rows are of a later release or another program; blocks. */
  long foreign() {
    List<String> reasons = Stream.of(DeadLetter.Reason.values()).map(Enum::name).toList();
    return database.reading(
        session ->
            session.number("SELECT count(*) FROM {dead_letter} WHERE reason <> ALL (?)", reasons));
  }

  /** How many letters a group has; blocks. */
  long count(String group) {
    return database.reading(
        session ->
            session.number("SELECT count(*) FROM {dead_letter} WHERE consumer_group = ?", group));
  }

  @Override
  public int remove(Collection<String> ids) {
    Collection<String> wanted = new TreeSet<>(ids);
    return writer.now(
        "~", session -> session.update("DELETE FROM {dead_letter} WHERE letter = ANY (?)", wanted));
  }
}
