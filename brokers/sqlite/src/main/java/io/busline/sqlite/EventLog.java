package io.busline.sqlite;

import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.spi.Identity;
import io.busline.spi.OutboundMessage;
import io.busline.spi.Redrive;
import io.busline.spi.log.Slots;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to the log, inside the writer's transactions, and knows their columns. Places in
 * the log are given while the write lock is held, so their order is the order of the commits.
 */
final class EventLog {

  /** The columns that are the event itself, in the order of {@link #bind} and {@link #read}. */
  static final String COLUMNS =
      "id, source, subject, time, datacontenttype, dataschema, extensions, data";

  private static final String INSERT =
      "INSERT INTO event (seq, topic, type, slot, stored_at, redrive, "
          + COLUMNS
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, id, redrive)"
          + " DO NOTHING";

  private static final long NANOS = 1_000_000_000;

  /** In nanoseconds, a few seconds more would not fit into 64 bits. */
  private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS;

  private final Map<String, Topic> topics = new HashMap<>();
  private Set<String> touched = new HashSet<>();

  /** Where the log ended before the transaction, and where it ends now; -1 between two. */
  private long before = -1;

  private long last = -1;

  /** The generation of the file in which the topics were learnt. */
  private long generation;

  private static final class Topic {
    final String name;
    final long id;
    final Map<String, Long> types = new HashMap<>();

    Topic(String name, long id) {
      this.name = name;
      this.id = id;
    }
  }

  /**
   * Where an event goes.
   *
   * @param seq its place in the log
   * @param topic its topic's id
   * @param type its type's id
   * @param storedAt the time, in milliseconds
   */
  private record Place(long seq, long topic, long type, long storedAt) {}

  /** Appends an event; returns its place, or minus the place of the one that is there already. */
  long append(Session session, OutboundMessage message, long now) throws SQLException {
    if (last < 0) {
      before = end(session);
      last = before;
      requireKnown(session);
    }
    Event<byte[]> event = message.event();
    Topic topic = topic(session, message.topic());
    long type = type(session, topic, event.type());
    long seq = last + 1;
    Place place = new Place(seq, topic.id, type, now);
    String mark = Redrive.discriminator(event);
    if (!insert(session, place, mark, event)) {
      long present = find(session, event, mark);
      if (isSame(session, present, type, event)) {
        return -present;
      }
      // Another event of the same id: both are kept, told apart by what they hold.
      String variant = mark + "#" + Identity.digest("", event);
      if (!insert(session, place, variant, event)) {
        return -find(session, event, variant);
      }
    }
    last = seq;
    touched.add(topic.name);
    return seq;
  }

  private static boolean insert(Session session, Place place, String variant, Event<byte[]> event)
      throws SQLException {
    PreparedStatement insert = session.statement(INSERT);
    insert.setLong(1, place.seq());
    insert.setLong(2, place.topic());
    insert.setLong(3, place.type());
    insert.setInt(4, Slots.of(event.keyOrNull(), place.seq()));
    insert.setLong(5, place.storedAt());
    insert.setString(6, variant);
    bind(insert, 7, event);
    return insert.executeUpdate() > 0;
  }

  private static long find(Session session, Event<byte[]> event, String variant)
      throws SQLException {
    return session.number(
        "SELECT seq FROM event WHERE source = ? AND id = ? AND redrive = ?",
        event.source(),
        event.id(),
        variant);
  }

  private static boolean isSame(Session session, long seq, long type, Event<byte[]> event)
      throws SQLException {
    return session.number(
            "SELECT count(*) FROM event WHERE seq = ? AND type = ? AND data = ?",
            seq,
            type,
            event.data())
        > 0;
  }

  /** The place of the newest event ever. */
  static long end(Session session) throws SQLException {
    return session.number(
        "SELECT max(deleted_seq, coalesce((SELECT max(seq) FROM event), 0)) FROM bus");
  }

  /** Notes that the events of a topic up to a place are about to be deleted. */
  static void deleting(Session session, String topic, long position) throws SQLException {
    session.update(
        "UPDATE topic SET deleted_seq = max(deleted_seq, coalesce((SELECT seq FROM event"
            + " INDEXED BY event_order WHERE topic = topic.id AND seq <= ?"
            + " ORDER BY seq DESC LIMIT 1), 0)) WHERE name = ?",
        position,
        topic);
    session.update(
        "UPDATE bus SET deleted_seq = max(deleted_seq,"
            + " (SELECT deleted_seq FROM topic WHERE name = ?))",
        topic);
  }

  /** Ends the log's part of a transaction; returns what it has appended. */
  Growth finish() {
    Growth growth = new Growth(touched, before, last);
    touched = new HashSet<>();
    before = -1;
    last = -1;
    return growth;
  }

  /** Forgets what a transaction that failed may have made up. */
  void forget() {
    topics.clear();
    var unused = finish();
  }

  /** Somebody may have deleted a topic, which changes the generation. */
  private void requireKnown(Session session) throws SQLException {
    long now = session.number("SELECT generation FROM bus");
    if (now != generation) {
      topics.clear();
      generation = now;
    }
  }

  /** Has everybody learn the topics anew, in the transaction that deletes one. */
  void topicsChanged(Session session) throws SQLException {
    session.update("UPDATE bus SET generation = generation + 1");
    topics.clear();
  }

  private Topic topic(Session session, String name) throws SQLException {
    Topic topic = topics.get(name);
    if (topic == null) {
      makeTopic(session, name);
      topic = new Topic(name, session.number("SELECT id FROM topic WHERE name = ?", name));
      topics.put(name, topic);
    }
    return topic;
  }

  /** Makes a topic if there is none of the name. */
  static void makeTopic(Session session, String name) throws SQLException {
    session.update("INSERT INTO topic (name) VALUES (?) ON CONFLICT DO NOTHING", name);
  }

  private static long type(Session session, Topic topic, String name) throws SQLException {
    Long known = topic.types.get(name);
    if (known != null) {
      return known;
    }
    session.update("INSERT INTO type (name) VALUES (?) ON CONFLICT DO NOTHING", name);
    long id = session.number("SELECT id FROM type WHERE name = ?", name);
    int added =
        session.update("INSERT INTO topic_type VALUES (?, ?) ON CONFLICT DO NOTHING", topic.id, id);
    session.update("UPDATE topic SET types = types + ? WHERE id = ?", added, topic.id);
    topic.types.put(name, id);
    return id;
  }

  static void bind(PreparedStatement statement, int first, Event<byte[]> event)
      throws SQLException {
    statement.setString(first, event.id());
    statement.setString(first + 1, event.source());
    statement.setString(first + 2, event.subject().orElse(null));
    statement.setObject(first + 3, time(event.time().orElse(null)));
    statement.setString(first + 4, event.dataContentType().orElse(null));
    statement.setString(first + 5, event.dataSchema().orElse(null));
    statement.setString(first + 6, lines(event.extensions()));
    statement.setBytes(first + 7, event.data());
  }

  /** A line {@code name=value} for each extension: values hold no control characters. */
  private static @Nullable String lines(Map<String, String> extensions) {
    if (extensions.isEmpty()) {
      return null;
    }
    StringBuilder lines = new StringBuilder();
    extensions.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    return lines.toString();
  }

  /**
   * Reads an event.
   *
   * @throws InvalidEventException if another program changed what is stored
   */
  static Event<byte[]> read(ResultSet row, int first, String type, byte[] data)
      throws SQLException {
    EventBuilder<byte[]> event =
        Event.builder(type, data).id(row.getString(first)).source(row.getString(first + 1));
    String subject = row.getString(first + 2);
    if (subject != null) {
      event.subject(subject);
    }
    Object time = row.getObject(first + 3);
    if (time != null) {
      event.time(time(time));
    }
    String contentType = row.getString(first + 4);
    if (contentType != null) {
      event.dataContentType(contentType);
    }
    String schema = row.getString(first + 5);
    if (schema != null) {
      event.dataSchema(schema);
    }
    String extensions = row.getString(first + 6);
    if (extensions != null) {
      extensions
          .lines()
          .map(line -> line.split("=", 2))
          .forEach(pair -> event.receivedExtension(pair[0], pair.length < 2 ? "" : pair[1]));
    }
    return event.build();
  }

  /** The data of a row whose event begins at a column. */
  static byte[] data(ResultSet row, int first) throws SQLException {
    byte[] data = row.getBytes(first + 7);
    return data == null ? new byte[0] : data;
  }

  /** Nanoseconds since 1970, which cost a tenth of a text, or a text where they do not reach. */
  private static @Nullable Object time(@Nullable Instant time) {
    if (time == null) {
      return null;
    }
    return Math.abs(time.getEpochSecond()) < MAX_SECONDS
        ? (Object) (time.getEpochSecond() * NANOS + time.getNano())
        : time.toString();
  }

  private static Instant time(Object stored) {
    try {
      return stored instanceof Number nanos
          ? Instant.ofEpochSecond(0, nanos.longValue())
          : Instant.parse(stored.toString());
    } catch (DateTimeException e) {
      throw new InvalidEventException("attribute time is stored as \"" + stored + "\"", e);
    }
  }
}
