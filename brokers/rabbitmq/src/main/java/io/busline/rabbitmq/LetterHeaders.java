package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.event.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the headers of an entry say beside the event: what became of it, or that it was removed. */
final class LetterHeaders {
  private static final String ID = "busline-letter";
  private static final String REMOVED = "busline-removed";
  private static final String GROUP = "busline-group";
  private static final String TOPIC = "busline-topic";
  private static final String REASON = "busline-reason";
  private static final String CAUSE = "busline-cause";
  private static final String ATTEMPTS = "busline-attempts";
  private static final String FIRST_FAILED_AT = "busline-first-failed-at";
  private static final String DEAD_AT = "busline-dead-at";

  private static final int PERSISTENT = 2;

  private LetterHeaders() {}

  static BasicProperties write(DeadLetter letter, Messages messages) {
    return messages.properties(
        letter.event(),
        Map.of(
            ID,
            letter.id(),
            GROUP,
            letter.group(),
            TOPIC,
            letter.topic(),
            REASON,
            letter.reason().name(),
            CAUSE,
            letter.cause(),
            ATTEMPTS,
            Integer.toString(letter.attempts()),
            FIRST_FAILED_AT,
            letter.firstFailedAt().toString(),
            DEAD_AT,
            letter.deadAt().toString()));
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
      return new DeadLetter(
          required(headers, ID),
          required(headers, GROUP),
          required(headers, TOPIC),
          event,
          Reason.valueOf(required(headers, REASON)),
          required(headers, CAUSE),
          Integer.parseInt(required(headers, ATTEMPTS)),
          Instant.parse(required(headers, FIRST_FAILED_AT)),
          Instant.parse(required(headers, DEAD_AT)));
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  private static String required(Map<String, Object> headers, String name) {
    String value = text(headers, name);
    if (value == null) {
      throw new IllegalArgumentException("no header " + name);
    }
    return value;
  }

  private static @Nullable String text(Map<String, Object> headers, String name) {
    Object value = headers.get(name);
    return value == null ? null : value.toString();
  }
}
