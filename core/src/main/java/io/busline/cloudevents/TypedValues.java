package io.busline.cloudevents;

import io.busline.error.DecodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Map;

/** The canonical text of a value that a message carries in a type of its own. */
final class TypedValues {
  private TypedValues() {}

  /**
   * Makes text of a value.
   *
   * @throws DecodingException with the end of a sentence, if the specification has no such type
   */
  static String canonical(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof Date date) {
      return Timestamps.format(date.toInstant());
    }
    if (value instanceof Instant instant) {
      return Timestamps.format(instant);
    }
    boolean fraction = value instanceof Number && !isInteger(value);
    if (fraction || value instanceof Map || value instanceof Collection) {
      throw new DecodingException(
          "is of the type %s, which no attribute has".formatted(value.getClass().getSimpleName()));
    }
    return value.toString();
  }

  private static boolean isInteger(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte;
  }
}
