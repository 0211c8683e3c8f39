package io.busline.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A log, and what groups have of it. */
final class SimulatedBroker {
  private final World world;
  private final List<SimulatedGroup> groups = new ArrayList<>();
  private final Set<Integer> ids = new HashSet<>();
  private int length;

  /** Whether nobody reaches it. */
  boolean out;

  SimulatedBroker(World world) {
    this.world = world;
    for (int i = 0; i < world.scenario.groups(); i++) {
      groups.add(new SimulatedGroup(world, i));
    }
  }

  List<SimulatedGroup> groups() {
    return groups;
  }

  void store(int id, int key) {
    boolean known = !ids.add(id);
    if (known && world.scenario.traffic().deduplicates()) {
      return;
    }
    StoredEvent event = new StoredEvent(length++, id, key);
    if (world.trace.on) {
      world.note("broker     stores " + event);
    }
    for (SimulatedGroup group : groups) {
      group.stored(world.history.stored(event, group.number()));
    }
  }

  boolean isDone() {
    return groups.stream().allMatch(SimulatedGroup::isDone);
  }
}
