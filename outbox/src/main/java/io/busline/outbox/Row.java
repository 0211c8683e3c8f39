package io.busline.outbox;

import io.busline.PreparedEvent;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An event of the table.
 *
 * @param slot in which slot
 * @param seq which number it has there
 * @param key its key, or null
 * @param prepared the event; null if its row cannot be read
 * @param defect why it cannot; else null
 * @param bytes of its data
 * @param attempts how often publishing it was refused
 */
record Row(
    int slot,
    long seq,
    @Nullable String key,
    @Nullable PreparedEvent prepared,
    @Nullable String defect,
    int bytes,
    int attempts) {

  /** What is read of a row, and written of it, in this order. */
  static final String EVENT =
      "topic, type, event_id, source, event_key, attributes, data, created_at, attempts, error";

  static final String COLUMNS = "slot, seq, " + EVENT;

  /** Writes the columns of {@link #EVENT} from a place on. */
  static void write(PreparedStatement statement, int from, PreparedEvent prepared, long now)
      throws SQLException {
    Event<byte[]> event = prepared.event();
    statement.setString(from, prepared.topic());
    statement.setString(from + 1, event.type());
    statement.setString(from + 2, event.id());
    statement.setString(from + 3, event.source());
    statement.setString(from + 4, event.keyOrNull());
    statement.setString(from + 5, Attributes.write(event));
    statement.setBytes(from + 6, event.data());
    statement.setLong(from + 7, now);
    statement.setInt(from + 8, 0);
    statement.setString(from + 9, null);
  }

  /** The same after one more refusal. */
  Row refused() {
    return new Row(slot, seq, key, prepared, defect, bytes, attempts + 1);
  }

  static Row read(ResultSet row) throws SQLException {
    byte @Nullable [] data = row.getBytes("data");
    PreparedEvent prepared = null;
    String defect = null;
    try {
      prepared = prepared(row, data);
    } catch (RuntimeException e) {
      defect = "its row cannot be read: " + Reason.of(e);
    }
    return new Row(
        row.getInt("slot"),
        row.getLong("seq"),
        row.getString("event_key"),
        prepared,
        defect,
        data == null ? 0 : data.length,
        row.getInt("attempts"));
  }

  private static PreparedEvent prepared(ResultSet row, byte @Nullable [] data) throws SQLException {
    if (data == null) {
      throw new IllegalArgumentException("it has no data");
    }
    EventBuilder<byte[]> event =
        Event.builder(row.getString("type"), data)
            .id(row.getString("event_id"))
            .source(row.getString("source"));
    Attributes.read(row.getString("attributes"), event);
    return new PreparedEvent(row.getString("topic"), event.build());
  }
}
