package io.busline.cli.outbox;

import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Table;
import io.busline.outbox.OutboxLetter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dead letters of an outbox as rows and as JSON. */
final class OutboxLetters {

  private OutboxLetters() {}

  static Table table(List<OutboxLetter> letters) {
    Table table = new Table("ID", "TOPIC", "TYPE", "KEY", "BYTES#", "ATTEMPTS#", "AGE#", "ERROR");
    for (OutboxLetter letter : letters) {
      table.row(
          letter.id(),
          letter.topic(),
          letter.type(),
          letter.key().orElse("–"),
          letter.bytes(),
          letter.attempts(),
          Shown.age(letter.deadAt()),
          letter.error());
    }
    return table;
  }

  static Map<String, Object> fields(OutboxLetter letter) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", letter.id());
    fields.put("topic", letter.topic());
    fields.put("type", letter.type());
    fields.put("eventid", letter.eventId());
    fields.put("source", letter.source());
    letter.key().ifPresent(key -> fields.put("key", key));
    fields.put("bytes", letter.bytes());
    fields.put("attempts", letter.attempts());
    fields.put("createdAt", letter.createdAt().toString());
    fields.put("deadAt", letter.deadAt().toString());
    fields.put("error", letter.error());
    return fields;
  }
}
