package io.busline.spi.log;

import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import io.busline.spi.log.Registry.Urgency;
import io.busline.spi.log.Registry.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The record of one group as such, as an instance of it sees it. Used by the consumer's thread. */
final class GroupBook {

  private final Registry registry;
  private final String group;
  private GroupRecord record;

  private volatile boolean isPaused;

  /** Finds a group, or founds it. Blocks. */
  GroupBook(
      LogStore store,
      String group,
      Interests interests,
      StartPosition start,
      List<LogInfo> logs,
      Instant now) {
    this.registry = store.registry();
    this.group = group;
    registry.prepare();
    // An answer that is refused is told at once, and with its reason.
    registry.get(RegistryKeys.group(group)).ifPresent(there -> decode(there.bytes()));
    GroupRecord founding = founding(interests, start, logs, store.end(), now);
    this.record = write(founding).withInterests(interests);
    this.isPaused = record.paused() != null;
  }

  private static GroupRecord founding(
      Interests interests, StartPosition start, List<LogInfo> logs, OptionalLong end, Instant now) {
    Map<String, Long> ends = new HashMap<>();
    Map<String, Instant> made = new HashMap<>();
    if (start instanceof StartPosition.Latest && end.isPresent()) {
      ends.put(GroupRecord.ALL_LOGS, end.getAsLong());
    } else if (start instanceof StartPosition.Latest) {
      logs.forEach(log -> ends.put(log.name(), log.end()));
      logs.forEach(log -> made.put(log.name(), log.created()));
    }
    return new GroupRecord(interests, start, now, ends, made, null);
  }

  /** Writes down a group that is not there; that it has a new instance, if it is. */
  private GroupRecord write(GroupRecord wanted) {
    Value written = update(present -> next(present, wanted));
    if (written == null) {
      return wanted;
    }
    GroupRecord there = decode(written.bytes());
    GroupRecord dated = there.foundedBy(written.writtenAt());
    if (!dated.equals(there)) {
      // The clock of the instance that founded the group is fast.
      update(present -> dated(present, written.writtenAt()));
    }
    return dated;
  }

  private @Nullable Value update(Registry.Change change) {
    return Waiting.forWrite(
        "writing down group " + group,
        registry.update(RegistryKeys.group(group), change, Urgency.PROMPT));
  }

  private byte @Nullable [] dated(byte @Nullable [] present, Instant written) {
    return present == null ? null : decode(present).foundedBy(written).encode();
  }

  private byte[] next(byte @Nullable [] present, GroupRecord wanted) {
    if (present == null) {
      return wanted.encode();
    }
    return decode(present).withInterests(wanted.interests()).encode();
  }

  private GroupRecord decode(byte[] bytes) {
    return GroupRecord.decode(group, new String(bytes, StandardCharsets.UTF_8));
  }

  /** The group's name. */
  String group() {
    return group;
  }

  /** What was found, or founded. */
  GroupRecord record() {
    return record;
  }

  /** Whether the group is paused, as it was seen last. Any thread. */
  boolean isPaused() {
    return isPaused;
  }

  /**
   * Looks whether the group is paused, and writes it down again if it is not there any more.
   * Blocks.
   *
   * @return whether it was paused or resumed since it was seen last
   */
  boolean refresh() {
    Value there = registry.glance(RegistryKeys.group(group)).orElse(null);
    if (there == null) {
      registry.prepare();
      update(present -> present == null ? record.encode() : null);
      return false;
    }
    boolean before = isPaused;
    record = record.withPause(decode(there.bytes()).paused());
    isPaused = record.paused() != null;
    return isPaused != before;
  }
}
