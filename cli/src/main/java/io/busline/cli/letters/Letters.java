package io.busline.cli.letters;

import io.busline.admin.DeadLetter;
import io.busline.cli.command.Choice;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dead letters as rows and as JSON. */
final class Letters {

  private Letters() {}

  static Table table(List<DeadLetter> letters) {
    Table table = new Table("ID", "GROUP", "TYPE", "KEY", "REASON", "ATTEMPTS#", "AGE#", "CAUSE");
    for (DeadLetter letter : letters) {
      table.row(
          letter.id(),
          letter.group(),
          letter.event().type(),
          letter.event().key().orElse("–"),
          Choice.word(letter.reason()),
          letter.attempts(),
          Shown.age(letter.deadAt()),
          firstLine(letter.cause()));
    }
    return table;
  }

  /** What failed, without the package it is from. */
  private static String firstLine(String cause) {
    String line = cause.lines().findFirst().orElse("");
    int colon = line.indexOf(": ");
    String name = colon < 0 ? line : line.substring(0, colon);
    String simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    return simple + line.substring(name.length());
  }

  /** The class of what was thrown, or the reason if the cause names none. */
  static String cause(DeadLetter letter) {
    String name = firstLine(letter.cause()).split(": ", 2)[0];
    return name.isEmpty() || name.contains(" ") ? Choice.word(letter.reason()) : name;
  }

  /** A letter without its event's data. */
  static Map<String, Object> fields(DeadLetter letter) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", letter.id());
    fields.put("group", letter.group());
    fields.put("topic", letter.topic());
    fields.put("type", letter.event().type());
    fields.put("eventid", letter.event().id());
    fields.put("source", letter.event().source());
    letter.event().key().ifPresent(key -> fields.put("key", key));
    letter.traceId().ifPresent(trace -> fields.put("traceId", trace));
    fields.put("reason", Choice.word(letter.reason()));
    fields.put("attempts", letter.attempts());
    fields.put("firstFailedAt", letter.firstFailedAt().toString());
    fields.put("deadAt", letter.deadAt().toString());
    fields.put("cause", letter.cause());
    return fields;
  }
}
