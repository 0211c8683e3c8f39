package io.busline.simulation;

import static io.busline.simulation.Invariant.PROGRESS;
import static io.busline.simulation.Schedule.SECONDS;

import io.busline.delivery.DeliveryMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One run: everything that follows from a seed. */
final class Simulation {
  /** How long after the last fault everything must have come to rest. */
  private static final long PATIENCE = 300 * SECONDS;

  private static final String LEGEND =
      "g0i1.2 is the second life of instance 1 of group 0; g0 a@5(id 7)/1 is, for group 0, the event"
          + " of key a with place 5 in the log and id 7, handed over after 1 time of being taken back";

  private final World world;
  private final SimulatedBroker broker;
  private final SimulatedPublisher publisher;
  private final List<Instance> instances = new ArrayList<>();

  private Simulation(long seed, Flaw flaw, boolean traced) {
    world = new World(seed, flaw, traced);
    broker = new SimulatedBroker(world);
    publisher = new SimulatedPublisher(world, broker);
    for (SimulatedGroup group : broker.groups()) {
      for (int i = 0; i < world.scenario.instances(); i++) {
        Instance instance = new Instance(world, broker, group, i);
        instances.add(instance);
        world.schedule.in(world.chance.of(0.7) ? 0 : world.scenario.healAt() / 3, instance::start);
      }
    }
  }

  /**
   * Runs a seed.
   *
   * @return what it came upon
   * @throws Violation if an invariant is broken
   */
  static Set<Sight> run(long seed, Flaw flaw) {
    Simulation simulation = new Simulation(seed, flaw, false);
    simulation.run();
    return simulation.world.sights;
  }

  /** Runs a seed and tells what happened, the end included if it is a bad one. */
  static String trace(long seed) {
    Simulation simulation = new Simulation(seed, Flaw.NONE, true);
    World world = simulation.world;
    world.note(world.scenario.toString());
    world.note(LEGEND);
    try {
      simulation.run();
      world.note("all is done");
    } catch (Violation | RuntimeException broken) {
      world.note(broken.toString());
    }
    return world.trace.toString();
  }

  private void run() {
    publisher.start();
    new Faults(world, broker, instances).schedule();
    while (!isOver()) {
      if (!world.schedule.next()) {
        throw new Violation(PROGRESS, "nothing is going to happen any more");
      }
      if (world.now() > world.scenario.healAt() + PATIENCE) {
        throw new Violation(PROGRESS, "events are left long after the last fault");
      }
    }
    world.history.checkEnd();
    instances.forEach(this::checkEnd);
  }

  private boolean isOver() {
    return world.healed
        && publisher.isDone()
        && broker.isDone()
        && instances.stream().allMatch(Instance::isIdle);
  }

  private void checkEnd(Instance instance) {
    DeliveryMachine machine = instance.loop().machine();
    boolean atRest =
        machine.held() == 0
            && machine.stuckWorkers() == 0
            && !machine.isStalled()
            && machine.isDrained();
    if (!atRest) {
      throw new Violation(PROGRESS, "a machine is not at rest with nothing left to do");
    }
  }
}
