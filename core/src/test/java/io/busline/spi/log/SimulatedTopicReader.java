package io.busline.spi.log;

import io.busline.error.BrokerException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one log for one member. */
final class SimulatedTopicReader implements TopicReader {
  private final LogWorld world;
  private final SimulatedConnection connection;
  private final SimulatedLogs logs;
  private final String name;

  /** What was read once, for a flaw. */
  private final Map<Long, LogEntry> before = new HashMap<>();

  private @Nullable SimulatedLog log;
  private long startedAfter;
  private int epoch;

  SimulatedTopicReader(LogWorld world, SimulatedMember member, SimulatedLogs logs, String name) {
    this.world = world;
    this.connection = member.connection;
    this.logs = logs;
    this.name = name;
  }

  boolean isOf(String topic) {
    return name.equals(topic);
  }

  void endIfGone() {
    if (log != null && log.isGone) {
      log = null;
    }
  }

  @Override
  public boolean isStarted(long after) {
    return log != null && epoch == connection.epoch() && after >= startedAfter;
  }

  @Override
  public void start(long after) {
    connection.asks("beginning to read " + name);
    log = known();
    startedAfter = after;
    epoch = connection.epoch();
  }

  private SimulatedLog known() {
    SimulatedLog known = logs.known(name);
    if (known == null) {
      throw new BrokerException("reading %s failed: it is gone".formatted(name));
    }
    return known;
  }

  @Override
  public void distrust() {
    log = null;
  }

  @Override
  public Chunk read(Span span, int max) {
    SimulatedLog reading = log;
    boolean sees =
        reading != null && !reading.isGone && epoch == connection.epoch() && !connection.isOut();
    if (!sees || span.after() < startedAfter) {
      return Chunk.nothing(span.after());
    }
    long end = Math.min(reading.end(), span.through());
    if (world.strikes(world.scenario.rates().partial()) && end > span.after()) {
      end = world.chance.between(span.after(), end + 1);
    }
    List<LogEntry> entries = new ArrayList<>();
    for (SimulatedEvent event : reading.events()) {
      boolean within = event.position > span.after() && event.position <= end;
      if (within && isFound(event, span.slots())) {
        if (entries.size() == max) {
          return chunk(entries, entries.get(max - 1).position());
        }
        entries.add(event.entry());
        before.putIfAbsent(event.position, event.entry());
      }
    }
    return chunk(entries, world.has(LogFlaw.READS_TOO_FAR) ? end + 1 : end);
  }

  /** Some stores know slots, and some do not. */
  private boolean isFound(SimulatedEvent event, int slots) {
    boolean wanted = event.isWanted || world.has(LogFlaw.IGNORES_INTERESTS);
    return wanted && (world.chance.of(0.5) || Slots.contains(slots, event.slot()));
  }

  private Chunk chunk(List<LogEntry> entries, long readTo) {
    if (world.has(LogFlaw.MIXES_A_CHUNK)) {
      Collections.reverse(entries);
    }
    return new Chunk(entries, readTo, world.chance.of(0.1));
  }

  @Override
  public Map<Long, LogEntry> fetch(List<Long> positions) {
    connection.asks("reading parts of " + name);
    SimulatedLog reading = known();
    Map<Long, LogEntry> found = new HashMap<>();
    for (long position : positions) {
      SimulatedEvent there = reading.at(position);
      if (world.has(LogFlaw.OVERLOOKS_RESTORATION) && before.containsKey(position)) {
        found.put(position, before.get(position));
      } else if (there != null && there.isWanted) {
        found.put(position, there.entry());
      }
    }
    return found;
  }

  @Override
  public void close() {
    log = null;
  }
}
