package io.busline.simulation;

import static io.busline.simulation.Schedule.MILLIS;

import io.busline.simulation.Scenario.Weather;
import java.util.List;

/** What befalls instances and the broker, at times of chance. */
final class Faults {
  private final World world;
  private final SimulatedBroker broker;
  private final List<Instance> instances;

  Faults(World world, SimulatedBroker broker, List<Instance> instances) {
    this.world = world;
    this.broker = broker;
    this.instances = instances;
  }

  void schedule() {
    boolean stormy = world.scenario.weather() == Weather.STORMY;
    int count = world.chance.from(0, stormy ? 6 : 2);
    for (int i = 0; i < count; i++) {
      long at = world.chance.between(0, world.scenario.healAt());
      int kind = world.chance.below(stormy ? 6 : 2);
      world.schedule.at(at, () -> strike(kind));
    }
    world.schedule.at(world.scenario.healAt(), this::heal);
  }

  private void strike(int kind) {
    Instance instance = world.chance.oneOf(instances);
    switch (kind) {
      case 0 -> instance.drain();
      case 1 -> instance.pauseFor(world.chance.around(100 * MILLIS));
      case 2, 3 -> instance.kill();
      case 4 -> broker.groups().forEach(SimulatedGroup::rebalance);
      default -> outage();
    }
  }

  private void outage() {
    note("is out of reach");
    broker.out = true;
    world.schedule.in(
        world.chance.around(200 * MILLIS),
        () -> {
          note("is back");
          broker.out = false;
        });
  }

  private void heal() {
    note("heals");
    world.healed = true;
    broker.out = false;
  }

  private void note(String what) {
    if (world.trace.on) {
      world.note("broker     " + what);
    }
  }
}
