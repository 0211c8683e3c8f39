package io.busline.spi.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log on its server: one of several that had its name, one after the other. */
final class SimulatedLog {
  final String name;
  final Instant created;
  private final List<SimulatedEvent> events = new ArrayList<>();
  private long end;

  /** The furthest end it ever had. */
  private long furthest;

  /** Up to where nothing of interest was lost when it was put back, so that nobody can tell. */
  private long blindTo;

  boolean isGone;

  SimulatedLog(String name, Instant created) {
    this.name = name;
    this.created = created;
  }

  LogInfo info() {
    return new LogInfo(name, created, end, null);
  }

  long end() {
    return end;
  }

  List<SimulatedEvent> events() {
    return events;
  }

  boolean holds(SimulatedEvent event) {
    return !isGone && at(event.position) == event;
  }

  @Nullable SimulatedEvent at(long position) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).position <= position) {
        return events.get(i).position == position ? events.get(i) : null;
      }
    }
    return null;
  }

  SimulatedEvent append(LogWorld world, int number) {
    end += world.chance.of(0.2) ? world.chance.from(2, 5) : 1;
    SimulatedEvent event = new SimulatedEvent(world, this, number, end, end <= furthest);
    event.isUnwitnessed = end <= blindTo;
    events.add(event);
    furthest = Math.max(furthest, end);
    return event;
  }

  /** Loses everything beyond a position. */
  void putBack(long position) {
    end = Math.min(end, position);
    boolean isSeen = events.removeIf(event -> event.position > position && event.isWanted);
    blindTo = isSeen ? blindTo : furthest;
    events.removeIf(event -> event.position > position);
  }

  /** Loses the events before a position, because they are old. */
  void trim(long position) {
    events.removeIf(event -> event.position < position);
  }

  @Override
  public String toString() {
    return name + "@" + created.getEpochSecond();
  }
}
