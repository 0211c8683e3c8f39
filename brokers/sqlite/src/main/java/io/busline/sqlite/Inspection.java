package io.busline.sqlite;

import io.busline.admin.TopicInfo;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What exists in the file. */
final class Inspection {

  private Inspection() {}

  static List<TopicInfo> topics(Session session) throws SQLException {
    return session.list(
        "SELECT name, (SELECT count(*) FROM event INDEXED BY event_order WHERE topic = t.id),"
            + " (SELECT group_concat(name, ' ') FROM (SELECT y.name FROM topic_type JOIN type y ON"
            + " y.id = type WHERE topic = t.id ORDER BY y.name)), (SELECT stored_at FROM event"
            + " WHERE seq = t.last_seq) FROM topic_end t ORDER BY name",
        row -> {
          String types = row.getString(3);
          long newest = row.getLong(4);
          return new TopicInfo(
              row.getString(1),
              OptionalLong.of(row.getLong(2)),
              types == null ? List.of() : List.of(types.split(" ")),
              newest == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(newest)));
        });
  }
}
