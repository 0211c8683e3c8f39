package io.busline.sqlite;

import java.sql.SQLException;

/** Deletes a topic with its events, a little at a time, so that others can write in between. */
final class TopicDeletion {

  private static final String EVENTS =
      "DELETE FROM event WHERE seq IN (SELECT seq FROM event INDEXED BY event_order"
          + " WHERE topic = (SELECT id FROM topic WHERE name = ?) ORDER BY seq LIMIT ?)";

  private TopicDeletion() {}

  /** Blocks until it is on the disk. */
  static void of(Writer writer, String topic) {
    int deleted = Retention.CHUNK;
    while (deleted == Retention.CHUNK) {
      deleted = writer.now(session -> events(session, topic, Retention.CHUNK));
    }
    writer.now(session -> topic(session, writer.log(), topic));
  }

  private static int events(Session session, String topic, long most) throws SQLException {
    EventLog.deleting(session, topic, Long.MAX_VALUE);
    return session.update(EVENTS, topic, most);
  }

  private static boolean topic(Session session, EventLog log, String topic) throws SQLException {
    // What came in between goes too, or it would be of no topic.
    events(session, topic, -1);
    session.update(
        "DELETE FROM topic_type WHERE topic = (SELECT id FROM topic WHERE name = ?)", topic);
    boolean deleted = session.update("DELETE FROM topic WHERE name = ?", topic) > 0;
    // The number of the topic may be given to another one.
    log.topicsChanged(session);
    return deleted;
  }
}
