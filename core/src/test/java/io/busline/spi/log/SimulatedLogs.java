package io.busline.spi.log;

import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store of logs as one member sees it. */
final class SimulatedLogs implements LogStore {
  private final LogWorld world;
  private final SimulatedMember member;
  private final SimulatedConnection connection;
  private final SimulatedRegistry registry;

  /** Which logs the member was told of, by name. */
  private final Map<String, SimulatedLog> told = new HashMap<>();

  SimulatedLogs(LogWorld world, SimulatedMember member) {
    this.world = world;
    this.member = member;
    this.connection = member.connection;
    this.registry = new SimulatedRegistry(world, member);
  }

  @Override
  public Registry registry() {
    return registry;
  }

  @Override
  public List<LogInfo> find(Interests interests) {
    connection.asks("finding logs");
    return world.logs.all().stream().map(this::found).toList();
  }

  private LogInfo found(SimulatedLog log) {
    LogInfo info = log.info();
    return world.has(LogFlaw.FINDS_AN_OLD_END)
        ? new LogInfo(info.name(), info.created(), info.end() / 2, null)
        : info;
  }

  @Override
  public List<LogInfo> require(Interests interests) {
    connection.asks("finding logs");
    makeWhatIsNamed(interests);
    connection.hears("finding logs");
    List<SimulatedLog> there = world.logs.all();
    there.forEach(log -> told.put(log.name, log));
    return there.stream().map(SimulatedLog::info).toList();
  }

  @Override
  public Optional<LogInfo> require(String log, Interests interests) {
    connection.asks("looking for " + log);
    makeWhatIsNamed(interests);
    SimulatedLog there = world.logs.log(log);
    told.put(log, there);
    return Optional.ofNullable(there).map(SimulatedLog::info);
  }

  private void makeWhatIsNamed(Interests interests) {
    for (var interest : interests.list()) {
      String topic = interest.topic();
      if (topic != null && world.logs.log(topic) == null) {
        world.logs.make(topic);
      }
    }
  }

  /** A log that is the one that the member knows by this name, or null. */
  @Nullable SimulatedLog known(String name) {
    SimulatedLog log = told.get(name);
    return log == null || log.isGone ? null : log;
  }

  @Override
  public long lastBefore(LogInfo log, Instant time) {
    connection.asks("looking for what was stored before " + time);
    long last = 0;
    SimulatedLog there = world.logs.log(log.name());
    if (there != null) {
      for (SimulatedEvent event : there.events()) {
        last = event.storedAt < LogServer.nanos(time) ? event.position : last;
      }
    }
    return last;
  }

  @Override
  public long count(LogInfo log, Interests interests, long after, long through, int slots) {
    connection.asks("counting");
    SimulatedLog there = world.logs.log(log.name());
    long count = 0;
    if (there != null) {
      for (SimulatedEvent event : there.events()) {
        boolean within = event.position > after && event.position <= through;
        count += within && event.isWanted && Slots.contains(slots, event.slot()) ? 1 : 0;
      }
    }
    return count;
  }

  @Override
  public LogReader open(Interests interests, StartPosition start, Runnable news) {
    connection.asks("beginning to read");
    return new SimulatedReader(world, member, this, news);
  }

  @Override
  public void requireReachable() {
    member.requireAlive();
    connection.requireReachable();
  }

  @Override
  public int epoch() {
    return connection.epoch();
  }
}
