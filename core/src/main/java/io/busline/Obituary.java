package io.busline;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.delivery.Delivery;
import io.busline.delivery.HandlerTimeout;
import io.busline.spi.Identity;
import io.busline.spi.InboundMessage;
import io.busline.spi.Redrive;
import io.busline.spi.TimeSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes dead letters. */
final class Obituary {

  /** Where the handler's own code is; below come our frames, which tell a user nothing. */
  private static final int FRAMES = 12;

  private static final int CAUSES = 4;

  /** Short enough to type; the same for the same failure, new for one after a redrive. */
  private static final int ID_LENGTH = 16;

  private Obituary() {}

  static DeadLetter of(Delivery delivery, String group, TimeSource time) {
    InboundMessage message = (InboundMessage) delivery.message();
    Throwable failure = delivery.lastFailure();
    // In this order: time that passes between the two makes the failure younger, never too old.
    long ago = Math.max(0, time.nanos() - delivery.firstFailedAt());
    Instant now = time.now();
    Undecodable undecodable = failure instanceof Undecodable u ? u : null;
    return new DeadLetter(
        Identity.digest(group, message.event()).substring(0, ID_LENGTH),
        group,
        message.topic(),
        Redrive.unmark(message.event()),
        reason(failure),
        cause(
            undecodable != null && undecodable.getCause() != null
                ? undecodable.getCause()
                : failure),
        undecodable != null ? delivery.attempts() - 1 : delivery.attempts(),
        now.minusNanos(ago),
        now);
  }

  private static Reason reason(@Nullable Throwable failure) {
    if (failure instanceof Undecodable) {
      return Reason.UNDECODABLE;
    }
    return failure instanceof HandlerTimeout ? Reason.HANDLER_TIMED_OUT : Reason.HANDLER_FAILED;
  }

  /** An exception's message, even if the exception is so odd that it throws when asked. */
  static String messageOf(Throwable failure) {
    try {
      String message = failure.getMessage();
      return message == null ? "" : message;
    } catch (RuntimeException | Error e) {
      return "(its message cannot be read)";
    }
  }

  private static String cause(@Nullable Throwable failure) {
    StringBuilder text = new StringBuilder();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < CAUSES; depth++) {
      text.append(depth == 0 ? "" : "caused by ").append(cause.getClass().getName());
      String message = messageOf(cause);
      text.append(message.isEmpty() ? "" : ": ").append(message);
      text.append('\n');
      StackTraceElement[] frames = cause.getStackTrace();
      for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
        text.append("  at ").append(frames[i]).append('\n');
      }
      cause = cause.getCause();
    }
    return text.toString().stripTrailing();
  }
}
