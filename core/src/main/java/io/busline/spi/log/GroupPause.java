package io.busline.spi.log;

import io.busline.error.BrokerException;
import io.busline.spi.log.Registry.Urgency;
import io.busline.spi.log.Registry.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes down that a group is paused, or not any more, and has its instances look. */
final class GroupPause {
  private final LogStore store;
  private final String group;

  GroupPause(LogStore store, String group) {
    this.store = store;
    this.group = group;
  }

  /** A group that is paused already has been so since it was. Blocks. */
  void begin(Instant now) {
    write("pausing", there -> there.paused() == null ? there.withPause(now) : there);
  }

  /** Blocks. */
  void end() {
    write("resuming", there -> there.withPause(null));
  }

  /** How a group's record is changed. */
  @FunctionalInterface
  private interface Change {
    GroupRecord of(GroupRecord there);
  }

  private void write(String doing, Change change) {
    Value written =
        Waiting.forWrite(
            doing + " group " + group,
            store
                .registry()
                .update(
                    RegistryKeys.group(group),
                    present -> present == null ? null : next(present, change),
                    Urgency.TELLING));
    if (written == null) {
      throw new BrokerException("%s group %s: there is none of this name".formatted(doing, group));
    }
  }

  private byte @Nullable [] next(byte[] present, Change change) {
    GroupRecord there = GroupRecord.decode(group, new String(present, StandardCharsets.UTF_8));
    GroupRecord next = change.of(there);
    return next.equals(there) ? null : next.encode();
  }
}
