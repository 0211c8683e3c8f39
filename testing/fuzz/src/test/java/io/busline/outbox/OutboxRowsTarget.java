package io.busline.outbox;

import io.busline.error.DecodingException;
import io.busline.fuzz.Lines;
import io.busline.fuzz.Lines.Line;
import io.busline.fuzz.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an outbox that another program has changed. Whatever they hold, reading one throws
 * nothing, for nothing else would be published either: it is a row with a defect.
 */
public final class OutboxRowsTarget implements Target {
  private static final List<String> COLUMNS = List.of(Row.COLUMNS.split(", "));

  private final PreparedStatement row;

  /** Opens a database without a file. */
  public OutboxRowsTarget() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    row =
        connection.prepareStatement(
            "SELECT " + String.join(", ", COLUMNS.stream().map(c -> "? AS " + c).toList()));
  }

  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof DecodingException;
  }

  @Override
  public void read(byte[] input) throws SQLException {
    Lines lines = Lines.of(input);
    for (int column = 0; column < COLUMNS.size(); column++) {
      row.setObject(column + 1, value(lines, COLUMNS.get(column)));
    }
    try (var result = row.executeQuery()) {
      result.next();
      Row read = Row.read(result);
      if (read.prepared() == null) {
        throw new DecodingException(String.valueOf(read.defect()));
      }
    }
  }

  private static @Nullable Object value(Lines lines, String column) {
    if (column.equals("data")) {
      return lines.text("nothing", "").isEmpty() ? lines.body() : null;
    }
    String text =
        lines.list().stream()
            .filter(line -> line.name().equals(column))
            .map(Line::text)
            .collect(Collectors.joining("\n"));
    if (text.isEmpty()) {
      return null;
    }
    return text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
  }
}
