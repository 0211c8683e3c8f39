package io.busline.outbox;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import java.util.regex.Pattern;

/** The names of the tables: a prefix, which may begin with a schema, and what each holds. */
record Tables(String prefix) {
  /** Nothing that would have to be quoted, and room for the rest of a name in 63 bytes. */
  private static final Pattern PREFIX =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,30}\\.)?[A-Za-z_][A-Za-z0-9_]{0,30}");

  Tables {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new ConfigurationException(
          "the prefix of the outbox's tables is %s. Use letters, digits and '_', such as busline_, with a schema before it if need be, such as app.busline_"
              .formatted(Quoted.of(prefix)));
    }
  }

  String meta() {
    return prefix + "outbox_meta";
  }

  String counter() {
    return prefix + "outbox_counter";
  }

  String slot() {
    return prefix + "outbox_slot";
  }

  String relay() {
    return prefix + "outbox_relay";
  }

  String outbox() {
    return prefix + "outbox";
  }

  String letter() {
    return prefix + "outbox_letter";
  }

  String inbox() {
    return prefix + "inbox";
  }

  /** The prefix of an index, which is in the schema of its table. */
  String index() {
    return prefix.substring(prefix.indexOf('.') + 1);
  }
}
