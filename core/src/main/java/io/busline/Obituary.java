package io.busline;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.delivery.Delivery;
import io.busline.delivery.HandlerTimeout;
import io.busline.event.Event;
import io.busline.spi.Identity;
import io.busline.spi.InboundMessage;
import io.busline.spi.Redrive;
import io.busline.spi.TimeSource;
import java.time.Instant;

/** Writes dead letters. */
final class Obituary {

  /** Short enough to type; the same for the same failure, new for one after a redrive. */
  private static final int ID_LENGTH = 16;

  private Obituary() {}

  static DeadLetter of(Delivery delivery, String group, TimeSource time) {
    InboundMessage message = (InboundMessage) delivery.message();
    HandlerFailure failure = HandlerFailure.of(delivery.lastFailure());
    // In this order: time that passes between the two makes the failure younger, never too old.
    long ago = Math.max(0, time.nanos() - delivery.firstFailedAt());
    Instant now = time.now();
    return new DeadLetter(
        Identity.digest(group, message.event()).substring(0, ID_LENGTH),
        group,
        message.topic(),
        event(delivery),
        reason(failure.thrown()),
        failure.trace,
        failure.thrown() instanceof Undecodable ? delivery.attempts() - 1 : delivery.attempts(),
        now.minusNanos(ago),
        now);
  }

  private static Event<byte[]> event(Delivery delivery) {
    Event<byte[]> event = Redrive.unmark(((InboundMessage) delivery.message()).event());
    HandlingWatch watch = HandlingWatch.of(delivery);
    return watch == null ? event : watch.carrying(event);
  }

  private static Reason reason(Throwable failure) {
    if (failure instanceof Undecodable) {
      return Reason.UNDECODABLE;
    }
    return failure instanceof HandlerTimeout ? Reason.HANDLER_TIMED_OUT : Reason.HANDLER_FAILED;
  }
}
