package io.busline.sqlite;

import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.spi.Interests;
import io.busline.spi.log.Chunk;
import io.busline.spi.log.LogEntry;
import io.busline.spi.log.Span;
import io.busline.spi.log.TopicReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A topic as one consumer reads it. Used by the consumer's thread. */
final class SqliteTopic implements TopicReader {

  /** A chunk ends early when it has this much data, in bytes: a few of the largest events. */
  static final int MAX_BYTES = 4 << 20;

  private static final String SELECT = "SELECT seq, type, " + EventLog.COLUMNS;

  private static final String SCAN =
      SELECT
          + " FROM event INDEXED BY event_order"
          + " WHERE topic = ? AND seq > ? AND seq <= ? AND (? >> slot) & 1";

  private static final String ORDER = " ORDER BY seq LIMIT ?";

  private static final String NARROW = " AND type IN (SELECT value FROM json_each(?))";

  private final SqliteReader reader;
  private final String name;
  private final Interests interests;
  private final Map<Long, String> wanted = new HashMap<>();

  /** Its number; a topic that was deleted and made anew has another one. */
  private long topic;

  private long last;
  private int types;
  private boolean narrow;

  SqliteTopic(SqliteReader reader, String name, Interests interests) {
    this.reader = reader;
    this.name = name;
    this.interests = interests;
  }

  /** Learns which topic it is, where it ends now, and how many types it has. */
  void refresh(Session session, long topicNow, long lastNow, int typesNow) throws SQLException {
    last = lastNow;
    if (typesNow != types || topicNow != topic) {
      topic = topicNow;
      wanted.clear();
      session.each(
          "SELECT id, name FROM type JOIN topic_type ON type = id WHERE topic = ?",
          row -> {
            if (interests.match(name, row.getString(2))) {
              wanted.put(row.getLong(1), row.getString(2));
            }
          },
          topic);
      types = typesNow;
      narrow = wanted.size() < types;
    }
  }

  @Override
  public boolean isStarted(long after) {
    return true;
  }

  @Override
  public void start(long after) {
    // Each reading begins where it is told to.
  }

  @Override
  public void distrust() {
    // Nothing is under way.
  }

  @Override
  public Chunk read(Span span, int max) {
    if (span.after() >= last) {
      return Chunk.nothing(span.after());
    }
    long end = Math.min(span.through(), last);
    return wanted.isEmpty()
        ? new Chunk(List.of(), end, false)
        : reader.reading(session -> scan(session, span, end, max));
  }

  private Chunk scan(Session session, Span span, long end, int max) throws SQLException {
    PreparedStatement select = session.statement(SCAN + (narrow ? NARROW : "") + ORDER);
    select.setLong(1, topic);
    select.setLong(2, span.after());
    select.setLong(3, end);
    select.setLong(4, span.slots() & 0xFFFF_FFFFL);
    if (narrow) {
      select.setString(5, wanted.keySet().toString());
    }
    select.setInt(narrow ? 6 : 5, max);
    List<LogEntry> found = new ArrayList<>();
    int room = MAX_BYTES;
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        LogEntry entry = entry(row);
        found.add(entry);
        room -= entry.event().data().length;
        if (room <= 0 || found.size() == max) {
          return new Chunk(found, entry.position(), room <= 0);
        }
      }
    }
    return new Chunk(found, end, false);
  }

  @Override
  public Map<Long, LogEntry> fetch(List<Long> positions) {
    return reader.reading(
        session -> {
          Map<Long, LogEntry> found = new HashMap<>();
          for (Long position : positions) {
            fetch(session, position, found);
          }
          return found;
        });
  }

  private void fetch(Session session, long position, Map<Long, LogEntry> found)
      throws SQLException {
    PreparedStatement select =
        session.statement(SELECT + " FROM event WHERE seq = ? AND topic = ?");
    select.setLong(1, position);
    select.setLong(2, topic);
    try (ResultSet row = select.executeQuery()) {
      if (row.next() && wanted.containsKey(row.getLong(2))) {
        found.put(position, entry(row));
      }
    }
  }

  private LogEntry entry(ResultSet row) throws SQLException {
    long position = row.getLong(1);
    String type = wanted.getOrDefault(row.getLong(2), "unknown");
    byte[] data = EventLog.data(row, 3);
    try {
      return entry(position, EventLog.read(row, 3, type, data), null);
    } catch (InvalidEventException e) {
      Event<byte[]> rest =
          Event.builder(type, data).id("seq-" + position).source("busline").build();
      return entry(position, rest, "row %d: %s".formatted(position, e.getMessage()));
    }
  }

  private LogEntry entry(long position, Event<byte[]> event, @Nullable String defect) {
    return new LogEntry(position, name, event, Map.of(), defect);
  }

  @Override
  public void close() {
    reader.closed(name, this);
  }
}
