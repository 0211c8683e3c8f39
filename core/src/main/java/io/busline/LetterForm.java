package io.busline;

import io.busline.admin.DeadLetter;
import io.busline.admin.OmittedData;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** How much of a dead letter is stored: each form is smaller than the one before. */
enum LetterForm {
  WHOLE,
  SHORT_CAUSE,
  WITHOUT_DATA,
  WITHOUT_ATTRIBUTES;

  /** Class and message of most exceptions. */
  private static final int SHORT_CAUSE_LENGTH = 500;

  boolean isLast() {
    return this == WITHOUT_ATTRIBUTES;
  }

  LetterForm smaller() {
    return switch (this) {
      case WHOLE -> SHORT_CAUSE;
      case SHORT_CAUSE -> WITHOUT_DATA;
      case WITHOUT_DATA, WITHOUT_ATTRIBUTES -> WITHOUT_ATTRIBUTES;
    };
  }

  /** Whether the letter in this form has no data. */
  boolean omitsData() {
    return this == WITHOUT_DATA || this == WITHOUT_ATTRIBUTES;
  }

  /**
   * A letter in this form.
   *
   * @param position where the original is; empty if the broker does not say
   */
  DeadLetter of(DeadLetter whole, String position) {
    if (this == WHOLE) {
      return whole;
    }
    String cause = whole.cause();
    return new DeadLetter(
        whole.id(),
        whole.group(),
        whole.topic(),
        omitsData() ? withoutData(whole.event(), position) : whole.event(),
        whole.reason(),
        cause.length() <= SHORT_CAUSE_LENGTH
            ? cause
            : cause.substring(0, SHORT_CAUSE_LENGTH - 1) + "…",
        whole.attempts(),
        whole.firstFailedAt(),
        whole.deadAt());
  }

  private Event<byte[]> withoutData(Event<byte[]> event, String position) {
    OmittedData omitted = new OmittedData(event.data().length, sha256(event.data()), position);
    EventBuilder<byte[]> smaller = event.withData(new byte[0]).toBuilder();
    if (this == WITHOUT_ATTRIBUTES) {
      Set.copyOf(event.extensions().keySet()).forEach(smaller::withoutExtension);
    }
    return smaller.extension(OmittedData.EXTENSION, omitted.text()).build();
  }

  private static String sha256(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
