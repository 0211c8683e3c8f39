package io.busline.postgres;

import io.busline.event.Event;
import io.busline.spi.Identity;
import io.busline.spi.Output;
import io.busline.spi.Redrive;
import io.busline.spi.log.Slots;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Appends events to the log, inside the writer's transactions. The rows of all topics of a
 * transaction are locked first, in the order of their names: so positions are in the order of the
 * commits, and no two instances wait for each other.
 */
final class EventLog {

  private static final String LOCK =
      "SELECT "
          + Head.COLUMNS
          + " FROM {topic} t WHERE t.name = ANY (?) ORDER BY t.name FOR NO KEY UPDATE";

  private static final String INSERT =
      "INSERT INTO {event} (topic, seq, slot, type, identity, "
          + EventColumns.NAMES
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (topic, identity) DO NOTHING";

  /** Types that are known to be in their topic. */
  private final Set<TopicType> known;

  /** Topics that are known to be there. */
  private final Set<String> topics = new HashSet<>();

  /** A type of a topic. */
  record TopicType(long topic, String type) {}

  EventLog() {
    this(Set.of());
  }

  EventLog(Set<TopicType> known) {
    this.known = new HashSet<>(known);
  }

  /**
   * What a transaction has appended.
   *
   * @param places the position of each event, or minus the position of the one that is there
   *     already
   * @param heads the topics as they are afterwards
   */
  record Appended(List<Long> places, Map<String, Head> heads) {}

  /** Forgets what a transaction that failed may have made up. */
  void forget() {
    known.clear();
    topics.clear();
  }

  /** The types that are known by now, maybe from the transaction that is open. */
  Set<TopicType> types() {
    return known;
  }

  Appended append(Session session, List<Output> messages) throws SQLException {
    Map<String, Head> heads = lock(session, messages);
    long[] places = new long[messages.size()];
    PreparedStatement insert = session.statement(INSERT);
    for (int i = 0; i < places.length; i++) {
      Output message = messages.get(i);
      Head head = head(heads, message);
      places[i] = head.last() + 1;
      int added = type(session, new TopicType(head.id(), message.event().type()));
      Head next = new Head(head.id(), head.created(), places[i], head.types() + added);
      heads.put(message.topic(), next);
      bind(insert, head.id(), places[i], message.event(), Redrive.discriminator(message.event()));
      insert.addBatch();
    }
    int[] counts = insert.executeBatch();
    for (int i = 0; i < places.length; i++) {
      if (counts[i] == 0) {
        Output message = messages.get(i);
        places[i] = again(session, head(heads, message).id(), places[i], message.event());
      }
    }
    for (Head head : heads.values()) {
      session.update(
          "UPDATE {topic} SET last_seq = ?, types = ? WHERE id = ?",
          head.last(),
          head.types(),
          head.id());
    }
    return new Appended(Arrays.stream(places).boxed().toList(), heads);
  }

  private static Head head(Map<String, Head> heads, Output message) {
    return Objects.requireNonNull(heads.get(message.topic()), "every topic is locked");
  }

  private static Map<String, Head> lock(Session session, List<Output> messages)
      throws SQLException {
    Map<String, Head> heads = new TreeMap<>();
    Set<String> names = names(messages);
    session.each(LOCK, row -> heads.put(row.getString(1), Head.read(row)), names);
    if (heads.size() < names.size()) {
      throw new SQLException("a topic was deleted a moment ago", Failures.CONFLICT);
    }
    return heads;
  }

  private static Set<String> names(List<Output> messages) {
    Set<String> names = new TreeSet<>();
    messages.forEach(message -> names.add(message.topic()));
    return names;
  }

  /**
   * Makes the topics that events need, and commits. To be called before a transaction locks
   * anything: who makes a topic waits for who makes it too.
   */
  void prepare(Session session, List<Output> messages) throws SQLException {
    Set<String> missing = names(messages);
    missing.removeAll(topics);
    for (String name : missing) {
      makeTopic(session, name);
    }
    if (!missing.isEmpty()) {
      session.commit();
      topics.addAll(missing);
    }
  }

  /** Makes a topic if there is none of the name. */
  static void makeTopic(Session session, String name) throws SQLException {
    session.update("INSERT INTO {topic} (name) VALUES (?) ON CONFLICT DO NOTHING", name);
  }

  private int type(Session session, TopicType type) throws SQLException {
    return known.add(type)
        ? session.update(
            "INSERT INTO {topic_type} VALUES (?, ?) ON CONFLICT DO NOTHING",
            type.topic(),
            type.type())
        : 0;
  }

  /** An event of the same id is there; returns minus its position if it is the same. */
  private static long again(Session session, long topic, long seq, Event<byte[]> event)
      throws SQLException {
    String mark = Redrive.discriminator(event);
    byte[] identity = EventColumns.identity(event, mark);
    long same =
        session.number(
            "SELECT seq FROM {event} WHERE topic = ? AND identity = ? AND type = ? AND data = ?",
            topic,
            identity,
            event.type(),
            event.data());
    if (same > 0) {
      return -same;
    }
    // Another event of the same id: both are kept, told apart by what they hold.
    String variant = mark + "#" + Identity.digest("", event);
    PreparedStatement insert = session.statement(INSERT);
    bind(insert, topic, seq, event, variant);
    return insert.executeUpdate() > 0
        ? seq
        : -session.number(
            "SELECT seq FROM {event} WHERE topic = ? AND identity = ?",
            topic,
            EventColumns.identity(event, variant));
  }

  private static void bind(
      PreparedStatement insert, long topic, long seq, Event<byte[]> event, String variant)
      throws SQLException {
    insert.setLong(1, topic);
    insert.setLong(2, seq);
    insert.setInt(3, Slots.of(event.keyOrNull(), seq));
    insert.setString(4, event.type());
    insert.setBytes(5, EventColumns.identity(event, variant));
    EventColumns.bind(insert, 6, event);
  }
}
