package io.busline.outbox;

import io.busline.spi.TimeSource;

/** What an outbox is made of, besides its relay. */
record OutboxParts(
    Tables tables,
    RelaySettings settings,
    Guard guard,
    EventStore store,
    InboxMarks marks,
    TimeSource time) {

  long now() {
    return time.now().toEpochMilli();
  }
}
