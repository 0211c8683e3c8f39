package io.busline.postgres;

import io.busline.error.BrokerException;
import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.spi.Interests;
import io.busline.spi.log.Chunk;
import io.busline.spi.log.LogEntry;
import io.busline.spi.log.LogInfo;
import io.busline.spi.log.Span;
import io.busline.spi.log.TopicReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A topic as one consumer reads it. Used by the consumer's thread. */
final class PostgresTopic implements TopicReader {

  /** A chunk ends early when it has this much data, in bytes: a few of the largest events. */
  private static final long MAX_BYTES = 4L << 20;

  private static final String COLUMNS = "seq, type, " + EventColumns.NAMES;

  /** The server adds sizes up without reading what is large. */
  private static final String SCAN =
      "SELECT "
          + COLUMNS
          + ", bytes FROM (SELECT "
          + COLUMNS
          + ", sum(octet_length(data)) OVER (ORDER BY seq) AS bytes"
          + PostgresLogs.PART
          + " ORDER BY seq LIMIT ?) chunk WHERE bytes - octet_length(data) < "
          + MAX_BYTES
          + " ORDER BY seq";

  private static final String FETCH =
      "SELECT " + COLUMNS + " FROM {event} WHERE topic = ? AND seq = ? AND type = ANY (?)";

  private final PostgresLogs logs;
  private final String name;
  private final Interests interests;
  private Head opened;
  private Set<String> wanted = Set.of();
  private int types;

  PostgresTopic(PostgresLogs logs, LogInfo log, Interests interests) {
    this.logs = logs;
    this.name = log.name();
    this.interests = interests;
    this.opened = present();
  }

  private Head present() {
    Head head = logs.head(name);
    if (head == null) {
      throw new BrokerException("topic %s is gone".formatted(name));
    }
    return head;
  }

  /** Whether it is still the topic that was opened. */
  @Override
  public boolean isStarted(long after) {
    Head head = logs.head(name);
    return head != null && head.id() == opened.id();
  }

  @Override
  public void start(long after) {
    Head head = present();
    if (head.id() != opened.id()) {
      opened = head;
      wanted = Set.of();
      types = 0;
    }
  }

  @Override
  public void distrust() {
    // Nothing is under way.
  }

  @Override
  public Chunk read(Span span, int max) {
    Head head = logs.head(name);
    if (head == null || head.id() != opened.id() || span.after() >= head.last()) {
      return Chunk.nothing(span.after());
    }
    long end = Math.min(span.through(), head.last());
    return logs.database().reading(session -> scan(session, head, span, end, max));
  }

  private Chunk scan(Session session, Head head, Span span, long end, int max) throws SQLException {
    learnTypes(session, head);
    if (wanted.isEmpty()) {
      return new Chunk(List.of(), end, false);
    }
    Object[] part = PostgresLogs.part(opened.id(), span.after(), end, span.slots(), wanted);
    Object[] values = Arrays.copyOf(part, part.length + 1);
    values[part.length] = max;
    List<LogEntry> found = new ArrayList<>();
    long[] bytes = {0};
    session.each(
        SCAN,
        row -> {
          found.add(entry(row));
          bytes[0] = row.getLong(11);
        },
        values);
    boolean full = bytes[0] >= MAX_BYTES;
    return full || found.size() == max
        ? new Chunk(found, found.get(found.size() - 1).position(), full)
        : new Chunk(found, end, false);
  }

  private void learnTypes(Session session, Head head) throws SQLException {
    if (types < head.types()) {
      wanted = PostgresLogs.types(session, opened.id(), name, interests);
      types = head.types();
    }
  }

  @Override
  public Map<Long, LogEntry> fetch(List<Long> positions) {
    return logs.database()
        .reading(
            session -> {
              Head head = logs.head(name);
              learnTypes(session, head == null ? opened : head);
              Map<Long, LogEntry> found = new HashMap<>();
              for (Long position : positions) {
                session.each(
                    FETCH, row -> found.put(position, entry(row)), opened.id(), position, wanted);
              }
              return found;
            });
  }

  private LogEntry entry(ResultSet row) throws SQLException {
    long position = row.getLong(1);
    String type = row.getString(2);
    try {
      return new LogEntry(position, name, EventColumns.read(row, 3, type), Map.of(), null);
    } catch (InvalidEventException e) {
      Event<byte[]> rest =
          Event.builder(type, EventColumns.data(row, 3))
              .id("seq-" + position)
              .source("busline")
              .build();
      return new LogEntry(
          position, name, rest, Map.of(), "row %d: %s".formatted(position, e.getMessage()));
    }
  }

  @Override
  public void close() {
    // The sessions are shared.
  }
}
