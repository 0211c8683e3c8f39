package io.busline.postgres;

import io.busline.admin.TopicInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What exists in the database. */
final class Inspection {

  private Inspection() {}

  static List<TopicInfo> topics(Session session) throws SQLException {
    return session.list(
        "SELECT name, (SELECT count(*) FROM {event} WHERE topic = t.id),"
            + " (SELECT string_agg(type, ' ' ORDER BY type) FROM {topic_type} WHERE topic = t.id),"
            + " e.stored_at IS NOT NULL, coalesce(e.stored_at, now())"
            + " FROM {topic} t LEFT JOIN {event} e ON e.topic = t.id AND e.seq = t.last_seq"
            + " ORDER BY name COLLATE \"C\"",
        row -> {
          String types = row.getString(3);
          return new TopicInfo(
              row.getString(1),
              OptionalLong.of(row.getLong(2)),
              types == null ? List.of() : List.of(types.split(" ")),
              row.getBoolean(4) ? Optional.of(Session.time(row, 5)) : Optional.empty());
        });
  }
}
