package io.busline.postgres;

import io.busline.spi.log.LogInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What is known of a topic.
 *
 * @param id its number; a topic made anew has another
 * @param created when it was made
 * @param last the position of its last event
 * @param types how many types it has
 */
record Head(long id, Instant created, long last, int types) {

  /** The columns of a topic, for {@link #read}. */
  static final String COLUMNS = "t.name, t.id, t.created_at, t.last_seq, t.types";

  static Head read(ResultSet row) throws SQLException {
    return new Head(row.getLong(2), Session.time(row, 3), row.getLong(4), row.getInt(5));
  }

  /** The later of two states. */
  Head merge(Head other) {
    if (id != other.id) {
      return id > other.id ? this : other;
    }
    return last >= other.last && types >= other.types ? this : other;
  }

  LogInfo log(String name) {
    return new LogInfo(name, created, last, null);
  }
}
