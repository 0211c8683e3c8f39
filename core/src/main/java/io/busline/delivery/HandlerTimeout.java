package io.busline.delivery;

import java.time.Duration;

/** Stands for the outcome of a handler that did not return in time. */
public final class HandlerTimeout extends Exception {
  private static final long serialVersionUID = 1L;

  HandlerTimeout(long limitNanos) {
    super(
        "the handler did not return within %s; its thread was interrupted and the event will be handled anew"
            .formatted(Duration.ofNanos(limitNanos)),
        null,
        false,
        false);
  }
}
