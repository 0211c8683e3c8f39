package io.busline.spi.log;

import static io.busline.simulation.Schedule.MILLIS;

import io.busline.spi.TimeSource.Registration;
import io.busline.spi.log.Registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the values of the registry. */
final class RegistryServer {
  private final LogWorld world;
  private final List<Watcher> watchers = new ArrayList<>();
  private Map<String, Value> values = new TreeMap<>();
  private Map<String, Value> copy = new TreeMap<>();

  private record Watcher(SimulatedMember member, Runnable changed) {}

  RegistryServer(LogWorld world) {
    this.world = world;
  }

  @Nullable Value get(String key) {
    return values.get(key);
  }

  List<String> keys(String prefix) {
    return values.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  /** A member stores a value. */
  Value put(SimulatedMember member, String key, byte[] bytes) {
    Value before = values.get(key);
    Value stored = new Value(bytes, world.logs.now());
    values.put(key, stored);
    world.audit.stored(member, key, before == null ? null : before.bytes(), bytes);
    return stored;
  }

  void remove(SimulatedMember member, String key) {
    if (values.containsKey(key)) {
      world.audit.removed(member, key);
      values.remove(key);
    }
  }

  Registration watch(SimulatedMember member, Runnable changed) {
    Watcher watcher = new Watcher(member, changed);
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /** Tells all but one that something changed. */
  void tell(SimulatedMember teller) {
    for (Watcher watcher : watchers) {
      if (watcher.member != teller && !world.strikes(world.scenario.rates().lostSignals())) {
        world.schedule.in(world.chance.around(5 * MILLIS), () -> tell(watcher));
      }
    }
  }

  private static void tell(Watcher watcher) {
    watcher.changed.run();
    watcher.member.poke();
  }

  void saveCopy() {
    copy = new TreeMap<>(values);
  }

  void putBack() {
    world.losesWitnesses();
    values = new TreeMap<>(copy);
  }

  void wipe() {
    world.losesWitnesses();
    values.clear();
  }
}
