package io.busline.postgres;

import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as columns of a row. */
final class EventColumns {

  /** The columns that are the event itself, in the order of {@link #bind} and {@link #read}. */
  static final String NAMES =
      "id, source, subject, time, datacontenttype, dataschema, extensions, data";

  private EventColumns() {}

  static void bind(PreparedStatement statement, int first, Event<byte[]> event)
      throws SQLException {
    statement.setString(first, event.id());
    statement.setString(first + 1, event.source());
    statement.setString(first + 2, event.subject().orElse(null));
    statement.setString(first + 3, event.time().map(Instant::toString).orElse(null));
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
  static Event<byte[]> read(ResultSet row, int first, String type) throws SQLException {
    EventBuilder<byte[]> event =
        Event.builder(type, data(row, first))
            .id(row.getString(first))
            .source(row.getString(first + 1));
    String subject = row.getString(first + 2);
    if (subject != null) {
      event.subject(subject);
    }
    String time = row.getString(first + 3);
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

  private static Instant time(String stored) {
    try {
      return Instant.parse(stored);
    } catch (DateTimeException e) {
      throw new InvalidEventException("attribute time is stored as \"" + stored + "\"", e);
    }
  }

  /** Short, since an index takes no long keys. */
  static byte[] identity(Event<byte[]> event, String variant) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : new String[] {event.source(), event.id(), variant}) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
