package io.busline.spi.log;

import io.busline.event.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event in a log, and what became of it. */
final class SimulatedEvent {
  final int number;
  final SimulatedLog log;
  final long position;
  final boolean isWanted;

  /** Ends every process that tries it. */
  final boolean isPoison;

  /** Whether another event stood at its position before. */
  final boolean isReplacing;

  /** Whether the group had not begun when it was stored. */
  final boolean isEarly;

  /** Whether nothing of interest was lost when the log was put back. */
  boolean isUnwitnessed;

  final long storedAt;
  private final Event<byte[]> event;

  /** How many attempts are recorded. */
  int noted;

  /** How often something was put back before they were recorded. */
  int notedAmong;

  boolean notedElsewhere;

  /** Who has kept it back last. */
  @Nullable SimulatedMember deferredBy;

  /** Excuses for handling it once more. */
  int excuses;

  int arrived;
  int acknowledged;
  int crashes;

  SimulatedEvent(LogWorld world, SimulatedLog log, int number, long position, boolean isReplacing) {
    this.number = number;
    this.log = log;
    this.position = position;
    this.isReplacing = isReplacing;
    this.isWanted = !world.chance.of(world.scenario.traffic().foreign());
    this.isPoison = isWanted && world.chance.of(world.scenario.handling().poison());
    this.isEarly = world.scenario.latest() && !world.history.isFounded();
    this.storedAt = world.now();
    var builder =
        Event.builder(log.name + (isWanted ? ".made" : ".other.seen"), new byte[0])
            .id(String.valueOf(number))
            .source("simulation");
    if (!world.chance.of(world.scenario.traffic().keyless())) {
      builder.key("k" + world.chance.below(world.scenario.traffic().keys()));
    }
    this.event = builder.build();
  }

  LogEntry entry() {
    return new LogEntry(position, log.name, event, Map.of(), null);
  }

  @Nullable String key() {
    return event.keyOrNull();
  }

  int slot() {
    return Slots.of(key(), position);
  }

  boolean isDone() {
    return acknowledged > 0;
  }

  /** Whether it is stored, of interest, and to be handled by the group. */
  boolean isExpected() {
    return isWanted && !isEarly && log.holds(this);
  }

  /** Whether both must be handled one after the other. */
  boolean isAlongside(SimulatedEvent other) {
    return this == other
        || (log.name.equals(other.log.name) && key() != null && key().equals(other.key()));
  }

  @Override
  public String toString() {
    return "%s/%d (event %d, key %s, slot %d)".formatted(log, position, number, key(), slot());
  }
}
