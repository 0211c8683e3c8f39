package io.busline.outbox;

import io.busline.spi.TimeSource;
import org.jspecify.annotations.Nullable;

/** What an outbox is made of, besides its relay. */
record OutboxParts(
    Tables tables,
    RelaySettings settings,
    Guard guard,
    Store store,
    InboxMarks marks,
    @Nullable InboxPruning pruning,
    TimeSource time) {

  long now() {
    return time.now().toEpochMilli();
  }
}
