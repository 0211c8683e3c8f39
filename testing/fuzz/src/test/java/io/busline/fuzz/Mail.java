package io.busline.fuzz;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.event.Event;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dead letters about what was read: any event must be able to become one, and be read again. */
public final class Mail {
  private static final Instant DIED = Instant.parse("2026-01-31T12:00:00Z");

  private Mail() {}

  /** The letter of an event, as the engine writes it. */
  public static DeadLetter about(Event<byte[]> event) {
    return new DeadLetter(
        "letter-1", "shipping", "order", event, Reason.HANDLER_FAILED, "it broke", 3, DIED, DIED);
  }

  /**
   * Fails unless a letter came back as it was written. A whole event that was refused for what its
   * message said besides may come back as that event.
   */
  public static void requireSame(DeadLetter written, @Nullable DeadLetter read) {
    boolean same =
        isWholeEvent(written)
            ? read != null && about(read.event()).equals(read)
            : written.equals(read);
    if (!same) {
      throw new AssertionError("written: %s; read: %s".formatted(written, read));
    }
  }

  private static boolean isWholeEvent(DeadLetter letter) {
    return letter
        .event()
        .dataContentType()
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("application/cloudevents"))
        .isPresent();
  }
}
