package io.busline.sqlite;

import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.spi.Interests;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What exists in the file. */
final class Inspection {

  private Inspection() {}

  static List<TopicInfo> topics(Session session) throws SQLException {
    return session.list(
        "SELECT name, (SELECT count(*) FROM event INDEXED BY event_order WHERE topic = t.id),"
            + " (SELECT group_concat(name, ' ') FROM (SELECT y.name FROM topic_type"
            + " JOIN type y ON y.id = type WHERE topic = t.id ORDER BY y.name)),"
            + " (SELECT stored_at FROM event WHERE seq = t.last_seq) FROM topic t ORDER BY name",
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

  private record Group(long id, String name, Interests interests, long start, long deadLetters) {}

  static List<GroupInfo> groups(Session session) throws SQLException {
    List<Group> groups =
        session.list(
            "SELECT id, name, interests, start_seq, (SELECT count(*) FROM dead_letter"
                + " WHERE consumer_group = name) FROM consumer_group ORDER BY name",
            row ->
                new Group(
                    row.getLong(1),
                    row.getString(2),
                    Interests.parse(row.getString(3)),
                    row.getLong(4),
                    row.getLong(5)));
    List<GroupInfo> infos = new ArrayList<>();
    for (Group group : groups) {
      infos.add(
          new GroupInfo(
              group.name(),
              group.interests().patterns(),
              members(session, group.id()),
              OptionalLong.of(
                  Backlog.ofGroup(session, group.id(), group.start(), group.interests())),
              group.deadLetters()));
    }
    return infos;
  }

  private static int members(Session session, long group) throws SQLException {
    return (int) GroupTable.members(session, group).stream().filter(m -> !m.isSurelyDead()).count();
  }
}
