package io.busline.sqlite;

import io.busline.error.DecodingException;
import io.busline.error.InvalidEventException;
import io.busline.fuzz.Lines;
import io.busline.fuzz.Lines.Line;
import io.busline.fuzz.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows that another program has changed. SQLite keeps any value in any column. */
public final class SqliteRowsTarget implements Target {
  /** As the table of letters is read. */
  private static final List<String> COLUMNS =
      List.of(
              "dead ordinal letter group topic type reason cause attempts first".split(" "),
              "id source subject time datacontenttype dataschema extensions data".split(" "))
          .stream()
          .flatMap(Stream::of)
          .toList();

  /** Not null by the schema. */
  private static final List<String> MUST_BE =
      List.of("letter", "group", "topic", "type", "reason", "cause", "id", "source");

  private final PreparedStatement row;

  /** Opens a database without a file. */
  public SqliteRowsTarget() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    row =
        connection.prepareStatement(
            "SELECT " + String.join(", ", COLUMNS.stream().map(c -> "?").toList()));
  }

  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof DecodingException || exception instanceof InvalidEventException;
  }

  @Override
  public void read(byte[] input) throws SQLException {
    Lines lines = Lines.of(input);
    for (int column = 0; column < COLUMNS.size(); column++) {
      row.setObject(column + 1, value(lines, COLUMNS.get(column)));
    }
    try (var result = row.executeQuery()) {
      result.next();
      boolean isLetter = DeadLetterTable.read(result) != null;
      if (!isLetter) {
        throw new DecodingException("it is no letter");
      }
    }
  }

  private static @Nullable Object value(Lines lines, String column) {
    if (column.equals("data")) {
      return lines.body();
    }
    String text =
        lines.list().stream()
            .filter(line -> line.name().equals(column))
            .map(Line::text)
            .collect(Collectors.joining("\n"));
    if (text.isEmpty()) {
      return MUST_BE.contains(column) ? "" : null;
    }
    return text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
  }
}
