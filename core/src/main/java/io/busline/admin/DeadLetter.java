package io.busline.admin;

import io.busline.event.Event;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event that one group could not handle: the original, unchanged, and why.
 *
 * @param id identifies the letter on its broker; the same failure stored twice has the same id
 * @param group the group that could not handle the event
 * @param topic where the event was read from; for display, never a target
 * @param event the event as it travelled
 * @param reason the kind of failure
 * @param cause the last failure: exception class, message and the top of its stack, at most {@value
 *     #MAX_CAUSE_LENGTH} characters
 * @param attempts how often the event was handed to a handler
 * @param firstFailedAt when it first failed
 * @param deadAt when it was given up
 */
public record DeadLetter(
    String id,
    String group,
    String topic,
    Event<byte[]> event,
    Reason reason,
    String cause,
    int attempts,
    Instant firstFailedAt,
    Instant deadAt) {

  /** Enough for the message and the frames that matter, small enough for any broker's headers. */
  public static final int MAX_CAUSE_LENGTH = 4096;

  /** Of any version but the invalid one; later versions may append fields. */
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  /** Cuts the cause to its greatest length. */
  public DeadLetter {
    if (cause.length() > MAX_CAUSE_LENGTH) {
      cause = cause.substring(0, MAX_CAUSE_LENGTH - 1) + "…";
    }
  }

  /**
   * The trace in which the event was published, or else its last attempt was made: what the
   * extension attribute {@code traceparent} says, as W3C Trace Context has it.
   *
   * @return 32 hexadecimal digits; empty if the event carries no valid trace
   */
  public Optional<String> traceId() {
    return Optional.ofNullable(event.extensions().get("traceparent"))
        .map(TRACEPARENT::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  /** Why an event was given up. */
  public enum Reason {
    /** The handler threw on every allowed attempt, or threw what is not worth another. */
    HANDLER_FAILED,
    /** The handler did not return in time on the last allowed attempt. */
    HANDLER_TIMED_OUT,
    /** Envelope or data could not be decoded; no handler was called. */
    UNDECODABLE
  }
}
