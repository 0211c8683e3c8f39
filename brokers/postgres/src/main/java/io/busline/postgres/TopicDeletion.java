package io.busline.postgres;

/** Deletes a topic with its events, some at a time, so that no transaction becomes long. */
final class TopicDeletion {

  private static final int CHUNK = 1_000;

  private TopicDeletion() {}

  /** Blocks. Who appends to the topic meanwhile makes it anew. */
  static void of(Database database, String name) {
    long topic =
        database.reading(session -> session.number("SELECT id FROM {topic} WHERE name = ?", name));
    events(database, topic);
    database.reading(session -> session.update("DELETE FROM {topic} WHERE id = ?", topic));
    // From here on nobody appends to it.
    database.reading(session -> session.update("DELETE FROM {topic_type} WHERE topic = ?", topic));
    events(database, topic);
  }

  private static void events(Database database, long topic) {
    int deleted = CHUNK;
    while (deleted == CHUNK) {
      deleted =
          database.reading(
              session ->
                  session.update(
                      "DELETE FROM {event} WHERE topic = ? AND seq IN (SELECT seq FROM {event}"
                          + " WHERE topic = ? ORDER BY seq LIMIT ?)",
                      topic,
                      topic,
                      CHUNK));
    }
  }
}
