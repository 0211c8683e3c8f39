package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import io.busline.admin.DeadLetter;
import io.busline.event.Event;
import io.busline.spi.LetterField;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the headers of an entry say beside the event: what became of it, or that it was removed. */
final class LetterHeaders {
  private static final String REMOVED = "busline-removed";
  private static final String DASH = "-";

  private static final int PERSISTENT = 2;

  private LetterHeaders() {}

  static BasicProperties write(DeadLetter letter, Messages messages) {
    Map<String, Object> headers = new HashMap<>();
    LetterField.of(letter).forEach((field, text) -> headers.put(field.header(DASH), text));
    return messages.properties(letter.event(), headers);
  }

  /** Says that a letter was removed. */
  static BasicProperties removed(String id) {
    return entry(Map.of(REMOVED, id));
  }

  /** Says nothing. */
  static BasicProperties nothing() {
    return entry(Map.of());
  }

  private static BasicProperties entry(Map<String, Object> headers) {
    return new BasicProperties.Builder().headers(headers).deliveryMode(PERSISTENT).build();
  }

  /** The id of the letter that an entry says was removed; null if it says nothing of the kind. */
  static @Nullable String removed(Map<String, Object> headers) {
    return text(headers, REMOVED);
  }

  /** Whether an entry says nothing, as the first of a stream does. */
  static boolean isNothing(Delivery entry) {
    return entry.getBody().length == 0
        && StreamReading.headers(entry).keySet().stream().allMatch(StreamReading.OFFSET::equals);
  }

  /** The letter that an entry is; null if it is none, for anybody may write into a stream. */
  static @Nullable DeadLetter read(Map<String, Object> headers, Event<byte[]> event) {
    try {
      return LetterField.read(field -> text(headers, field.header(DASH)), event);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String text(Map<String, Object> headers, String name) {
    Object value = headers.get(name);
    return value == null ? null : value.toString();
  }
}
