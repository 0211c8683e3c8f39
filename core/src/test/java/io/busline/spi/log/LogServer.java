package io.busline.spi.log;

import io.busline.simulation.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the logs. */
final class LogServer {

  /** The first is named by the group's interests, the second only fits a pattern. */
  static final List<String> NAMES = List.of("order", "payment");

  private static final long EPOCH_SECONDS = 1_800_000_000;

  private final LogWorld world;
  private final Map<String, SimulatedLog> logs = new TreeMap<>();
  private final List<SimulatedLog> ever = new ArrayList<>();
  private final List<SimulatedReader> readers = new ArrayList<>();
  private int stored;

  LogServer(LogWorld world) {
    this.world = world;
  }

  Instant now() {
    return Instant.ofEpochSecond(EPOCH_SECONDS).plusNanos(world.now());
  }

  /** The moment of the simulation's clock that the server's clock shows as this. */
  static long nanos(Instant time) {
    return (time.getEpochSecond() - EPOCH_SECONDS) * Schedule.SECONDS + time.getNano();
  }

  @Nullable SimulatedLog log(String name) {
    return logs.get(name);
  }

  List<SimulatedLog> all() {
    return List.copyOf(logs.values());
  }

  SimulatedLog make(String name) {
    SimulatedLog made = new SimulatedLog(name, now().plusNanos(ever.size()));
    world.note("servers    %s is made", made);
    logs.put(name, made);
    ever.add(made);
    readers.forEach(reader -> reader.comesOrGoes(name));
    return made;
  }

  void append(String name) {
    SimulatedLog log = logs.get(name);
    SimulatedEvent event = (log == null ? make(name) : log).append(world, ++stored);
    world.history.stored(event);
    world.note("servers    stored %s%s", event, event.isWanted ? "" : ", of no interest");
    List.copyOf(readers).forEach(SimulatedReader::news);
  }

  void delete(String name) {
    SimulatedLog log = logs.remove(name);
    if (log != null) {
      log.isGone = true;
      readers.forEach(reader -> reader.comesOrGoes(name));
    }
  }

  void attach(SimulatedReader reader) {
    readers.add(reader);
  }

  void detach(SimulatedReader reader) {
    readers.remove(reader);
  }
}
