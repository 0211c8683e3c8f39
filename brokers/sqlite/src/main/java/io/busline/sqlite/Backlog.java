package io.busline.sqlite;

import io.busline.spi.Interests;
import io.busline.spi.Ledger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what is stored and not yet done. */
final class Backlog {

  private static final String COUNT =
      "SELECT count(*) FROM event INDEXED BY event_order"
          + " WHERE topic = ? AND seq > ? AND (? >> slot) & 1";

  private static final String NARROW = " AND type IN (SELECT value FROM json_each(?))";

  private static final String TOPICS =
      "SELECT t.id, t.name, t.last_seq, t.types, y.id, y.name FROM topic t"
          + " JOIN topic_type ON topic = t.id JOIN type y ON type = y.id WHERE last_seq > ?";

  private static final String AMONG = " AND t.name IN (SELECT value FROM json_each(?))";

  private Backlog() {}

  /** What a group has yet to handle, by the file. */
  static long ofGroup(Session session, long group, long start, Interests interests)
      throws SQLException {
    Map<Long, Ledger> ledgers = new HashMap<>();
    session.each(
        "SELECT topic, position, state FROM progress WHERE group_id = ?",
        row -> ledgers.put(row.getLong(1), Ledger.decode(row.getLong(2), row.getBytes(3))),
        group);
    return of(session, start, interests, ledgers);
  }

  /** What is beyond some ledgers; a topic without one is counted from a start. */
  static long of(Session session, long start, Interests interests, Map<Long, Ledger> ledgers)
      throws SQLException {
    long count = 0;
    for (Topic topic : topics(session, start, interests)) {
      Ledger ledger = ledgers.get(topic.id());
      ledger = ledger == null ? Ledger.startingAfter(start) : ledger;
      if (ledger.position() < topic.last()) {
        count += beyond(session, topic, ledger) + ledger.open();
      }
    }
    return count;
  }

  private record Topic(long id, long last, List<Long> wanted, boolean narrow) {}

  private static List<Topic> topics(Session session, long start, Interests interests)
      throws SQLException {
    Map<Long, Topic> topics = new HashMap<>();
    String among = interests.topics().map(Session::jsonArray).orElse(null);
    session.each(
        TOPICS + (among == null ? "" : AMONG),
        row -> {
          if (interests.match(row.getString(2), row.getString(6))) {
            add(topics, row);
          }
        },
        among == null ? new Object[] {start} : new Object[] {start, among});
    return List.copyOf(topics.values());
  }

  private static void add(Map<Long, Topic> topics, ResultSet row) throws SQLException {
    Topic known = topics.get(row.getLong(1));
    List<Long> wanted = known == null ? new ArrayList<>() : known.wanted();
    wanted.add(row.getLong(5));
    topics.put(
        row.getLong(1),
        new Topic(row.getLong(1), row.getLong(3), wanted, wanted.size() < row.getInt(4)));
  }

  /** Slots that were read equally far are counted together. */
  private static long beyond(Session session, Topic topic, Ledger ledger) throws SQLException {
    long count = 0;
    for (Map.Entry<Long, Integer> part : ledger.slotsByReadTo().entrySet()) {
      if (part.getKey() < topic.last()) {
        long slots = part.getValue() & 0xFFFF_FFFFL;
        count +=
            topic.narrow()
                ? session.number(
                    COUNT + NARROW, topic.id(), part.getKey(), slots, topic.wanted().toString())
                : session.number(COUNT, topic.id(), part.getKey(), slots);
      }
    }
    return count;
  }
}
