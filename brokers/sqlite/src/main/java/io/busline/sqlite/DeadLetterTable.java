package io.busline.sqlite;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.error.InvalidEventException;
import io.busline.event.Quoted;
import io.busline.spi.DeadLetterStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Dead letters, in a table of the same file. Safe for use by several threads. */
final class DeadLetterTable implements DeadLetterStore {

  /** How many removed letters' places are remembered, so that paging can go on behind them. */
  private static final int REMEMBERED = 10_000;

  private static final String FILTER =
      " FROM dead_letter WHERE (dead_at, ordinal) > (?1, ?2)"
          + " AND (?3 IS NULL OR consumer_group = ?3) AND (?4 IS NULL OR topic = ?4)"
          + " AND (?5 IS NULL OR type = ?5) AND (?6 IS NULL OR key = ?6)"
          + " AND (?7 IS NULL OR reason = ?7) AND (?8 IS NULL OR dead_at >= ?8)"
          + " AND (?9 IS NULL OR letter = ?9) ORDER BY dead_at, ordinal LIMIT ?10";

  private final SqliteBroker broker;
  private final Map<String, Place> removed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Where a letter is in the order of death. */
  private record Place(long deadAt, long ordinal) {
    static final Place FIRST = new Place(Long.MIN_VALUE, 0);

    static Place read(ResultSet row) throws SQLException {
      return new Place(row.getLong(1), row.getLong(2));
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
  public List<DeadLetter> list(DeadLetterQuery query, String after, int limit) {
    return broker.reading(
        session -> {
          Place place = after.isEmpty() ? Place.FIRST : place(session, after);
          List<DeadLetter> letters = new ArrayList<>();
          while (letters.size() < limit) {
            List<Entry> page = page(session, query, place, limit - letters.size());
            if (page.isEmpty()) {
              break;
            }
            page.stream().map(Entry::letter).filter(Objects::nonNull).forEach(letters::add);
            place = page.get(page.size() - 1).place();
          }
          return letters;
        });
  }

  private static List<Entry> page(Session session, DeadLetterQuery query, Place after, int limit)
      throws SQLException {
    return session.list(
        "SELECT dead_at, ordinal, letter, consumer_group, topic, type, reason, cause, attempts,"
            + " first_failed_at, "
            + EventLog.COLUMNS
            + FILTER,
        row -> new Entry(Place.read(row), read(row)),
        after.deadAt(),
        after.ordinal(),
        query.group(),
        query.topic(),
        query.type(),
        query.key(),
        query.reason() == null ? null : query.reason().name(),
        query.since() == null ? null : query.since().toEpochMilli(),
        query.id(),
        limit);
  }

  private Place place(Session session, String letter) throws SQLException {
    List<Place> there =
        session.list(
            "SELECT dead_at, ordinal FROM dead_letter WHERE letter = ?", Place::read, letter);
    if (!there.isEmpty()) {
      return there.get(0);
    }
    synchronized (removed) {
      Place place = removed.get(letter);
      if (place == null) {
        throw new BrokerException(
            "listing dead letters after %s failed: somebody removed it. Begin with the first page"
                .formatted(Quoted.of(letter)));
      }
      return place;
    }
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

  private int remove(Session session, String id) throws SQLException {
    List<Place> places =
        session.list(
            "DELETE FROM dead_letter WHERE letter = ? RETURNING dead_at, ordinal", Place::read, id);
    synchronized (removed) {
      places.forEach(place -> removed.put(id, place));
    }
    return places.size();
  }
}
