package io.busline.sqlite;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.InvalidEventException;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.LetterPage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dead letters, in a table of the same file. Safe for use by several threads. */
final class DeadLetterTable implements DeadLetterStore {

  private static final String FILTER =
      " FROM dead_letter WHERE (dead_at, ordinal) > (?1, ?2)"
          + " AND (?3 IS NULL OR consumer_group = ?3) AND (?4 IS NULL OR topic = ?4)"
          + " AND (?5 IS NULL OR type = ?5) AND (?6 IS NULL OR key = ?6)"
          + " AND (?7 IS NULL OR reason = ?7) AND (?8 IS NULL OR dead_at >= ?8)"
          + " AND (?9 IS NULL OR letter = ?9) AND ordinal <= ?10"
          + " ORDER BY dead_at, ordinal LIMIT ?11";

  private final SqliteBroker broker;

  /** Where a letter is in the order of death. */
  private record Place(long deadAt, long ordinal) {
    static Place read(ResultSet row) throws SQLException {
      return new Place(row.getLong(1), row.getLong(2));
    }
  }

  /**
   * How far a list was read.
   *
   * @param after the place of the last letter
   * @param end the highest ordinal that belongs to the list
   */
  private record Cursor(Place after, long end) {
    private static final Pattern DOT = Pattern.compile("\\.");

    static Cursor parse(String text) {
      long[] parts = DOT.splitAsStream(text).mapToLong(Long::parseLong).toArray();
      return new Cursor(new Place(parts[0], parts[1]), parts[2]);
    }

    @Override
    public String toString() {
      return after.deadAt() + "." + after.ordinal() + "." + end;
    }
  }

  /** A row, which another release or program may have written. */
  private record Entry(Place place, @Nullable DeadLetter letter) {}

  DeadLetterTable(SqliteBroker broker) {
    this.broker = broker;
  }

  @Override
  public CompletableFuture<Void> store(DeadLetter letter) {
    return broker.writer().soon(1, session -> insert(session, letter)).thenApply(stored -> null);
  }

  private static int insert(Session session, DeadLetter letter) throws SQLException {
    PreparedStatement insert =
        session.statement(
            "INSERT INTO dead_letter (letter, consumer_group, topic, type, key, reason, cause,"
                + " attempts, first_failed_at, dead_at, "
                + EventLog.COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (letter) DO NOTHING");
    insert.setString(1, letter.id());
    insert.setString(2, letter.group());
    insert.setString(3, letter.topic());
    insert.setString(4, letter.event().type());
    insert.setString(5, letter.event().keyOrNull());
    insert.setString(6, letter.reason().name());
    insert.setString(7, letter.cause());
    insert.setInt(8, letter.attempts());
    insert.setLong(9, letter.firstFailedAt().toEpochMilli());
    insert.setLong(10, letter.deadAt().toEpochMilli());
    EventLog.bind(insert, 11, letter.event());
    return insert.executeUpdate();
  }

  @Override
  public LetterPage list(DeadLetterQuery query, String from, int limit) {
    return broker.reading(
        session -> {
          Cursor cursor = from.isEmpty() ? first(session) : Cursor.parse(from);
          List<Entry> page = page(session, query, cursor, limit);
          return new LetterPage(
              page.stream().map(Entry::letter).filter(Objects::nonNull).toList(),
              page.size() < limit
                  ? ""
                  : new Cursor(page.get(page.size() - 1).place(), cursor.end()).toString());
        });
  }

  /** How many of the first so many rows are no letters of ours; blocks. */
  long foreign(int limit) {
    return broker.reading(
        session ->
            page(session, DeadLetterQuery.all(), first(session), limit).stream()
                .filter(entry -> entry.letter() == null)
                .count());
  }

  private static Cursor first(Session session) throws SQLException {
    List<Long> highest =
        session.list("SELECT coalesce(max(ordinal), 0) FROM dead_letter", row -> row.getLong(1));
    return new Cursor(new Place(Long.MIN_VALUE, 0), highest.get(0));
  }

  /** How many dead letters a group has. Blocks. */
  long count(String group) {
    return broker.reading(
        session ->
            session.number("SELECT count(*) FROM dead_letter WHERE consumer_group = ?", group));
  }

  private static List<Entry> page(Session session, DeadLetterQuery query, Cursor cursor, int limit)
      throws SQLException {
    return session.list(
        "SELECT dead_at, ordinal, letter, consumer_group, topic, type, reason, cause, attempts,"
            + " first_failed_at, "
            + EventLog.COLUMNS
            + FILTER,
        row -> new Entry(Place.read(row), read(row)),
        cursor.after().deadAt(),
        cursor.after().ordinal(),
        query.group(),
        query.topic(),
        query.type(),
        query.key(),
        query.reason() == null ? null : query.reason().name(),
        query.since() == null ? null : query.since().toEpochMilli(),
        query.id(),
        cursor.end(),
        limit);
  }

  /** The letter of a row; null if it is none that we know how to read. */
  static @Nullable DeadLetter read(ResultSet row) throws SQLException {
    try {
      return new DeadLetter(
          row.getString(3),
          row.getString(4),
          row.getString(5),
          EventLog.read(row, 11, row.getString(6), EventLog.data(row, 11)),
          DeadLetter.Reason.valueOf(row.getString(7)),
          row.getString(8),
          row.getInt(9),
          Instant.ofEpochMilli(row.getLong(10)),
          Instant.ofEpochMilli(row.getLong(1)));
    } catch (IllegalArgumentException | InvalidEventException e) {
      return null;
    }
  }

  @Override
  public int remove(Collection<String> ids) {
    List<String> wanted = List.copyOf(ids);
    return broker
        .writer()
        .now(
            session -> {
              int count = 0;
              for (String id : wanted) {
                count += remove(session, id);
              }
              return count;
            });
  }

  private static int remove(Session session, String id) throws SQLException {
    PreparedStatement delete = session.statement("DELETE FROM dead_letter WHERE letter = ?");
    delete.setString(1, id);
    return delete.executeUpdate();
  }
}
