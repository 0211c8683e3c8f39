package io.busline.spi.log;

import static io.busline.simulation.Schedule.MILLIS;
import static io.busline.spi.log.LogInvariant.FAIR_SHARES;
import static io.busline.spi.log.LogInvariant.LAG;
import static io.busline.spi.log.LogInvariant.PROGRESS;
import static io.busline.spi.log.LogScenario.LEASE;

import io.busline.spi.log.LogScenario.Weather;
import io.busline.spi.log.Registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One run: everything that follows from a seed. */
final class LogSimulation {

  /** How long after the last fault everything must be done; a crash takes some leases to notice. */
  private static final long PATIENCE = 300 * LEASE;

  /** After this time without faults, the slots must be shared. */
  private static final long QUIET = 6 * LEASE;

  private static final String LEGEND =
      "m0.2 is the second life of instance 0; order@18/5 is position 5 of a log and when it was made";

  private final LogWorld world;
  private final List<SimulatedInstance> instances = new ArrayList<>();
  private int toStore;

  private LogSimulation(long seed, LogFlaw flaw, boolean traced) {
    world = new LogWorld(seed, flaw, traced);
    toStore = world.scenario.traffic().events();
    for (int i = 0; i < world.scenario.instances(); i++) {
      SimulatedInstance instance = new SimulatedInstance(world, i);
      instances.add(instance);
      long at = world.chance.of(0.6) ? 0 : world.scenario.healAt() / 2;
      world.schedule.in(world.chance.around(at), instance::start);
    }
  }

  /**
   * Runs a seed.
   *
   * @return what it came upon
   * @throws LogViolation if an invariant is broken
   */
  static Set<LogSight> run(long seed, LogFlaw flaw) {
    LogSimulation simulation = new LogSimulation(seed, flaw, false);
    simulation.run();
    return simulation.world.sights;
  }

  /** Runs a seed and tells what happened, the end included if it is a bad one. */
  static String trace(long seed, LogFlaw flaw) {
    LogSimulation simulation = new LogSimulation(seed, flaw, true);
    LogWorld world = simulation.world;
    world.note("%s", world.scenario);
    world.note(LEGEND);
    try {
      simulation.run();
      world.note("all is done");
    } catch (LogViolation | RuntimeException broken) {
      world.note("%s", broken);
    }
    return world.trace.toString();
  }

  private void run() {
    new LogFaults(world, instances).schedule();
    storeSoon();
    lookAtLagSoon();
    runUntil(world.scenario.healAt(), () -> false);
    handleAll();
    rest();
    checkShares();
    checkLag();
    leaveOne();
    handleAll();
    rest();
    checkShares();
    checkLag();
    world.history.checkEnd();
  }

  private void storeSoon() {
    world.schedule.in(
        world.chance.around(world.scenario.traffic().every()),
        () -> {
          if (toStore-- > 0) {
            store();
            storeSoon();
          }
        });
  }

  private void store() {
    world.logs.append(world.chance.of(0.7) ? "order" : "payment");
  }

  private void runUntil(long time, BooleanSupplier done) {
    long look = world.now();
    while (world.now() < time) {
      if (world.now() >= look) {
        if (done.getAsBoolean()) {
          return;
        }
        look = world.now() + LEASE / 8;
      }
      world.next();
    }
  }

  private boolean isDone() {
    return toStore <= 0
        && world.history.left() == 0
        && instances.stream().filter(i -> !i.isEnded()).allMatch(SimulatedInstance::isUp);
  }

  private void handleAll() {
    runUntil(world.now() + PATIENCE, this::isDone);
    world.history.checkEnd();
    if (!isDone()) {
      throw world.violation(PROGRESS, "an instance does not come back");
    }
  }

  private void rest() {
    world.disturbed();
    runUntil(world.now() + PATIENCE, () -> world.quietFor() > QUIET);
  }

  private void leaveOne() {
    SimulatedInstance last = world.chance.oneOf(instances);
    instances.stream().filter(instance -> instance != last).forEach(SimulatedInstance::end);
    for (int i = world.chance.below(4); i > 0; i--) {
      store();
    }
  }

  private void checkShares() {
    List<SimulatedMember> members = world.history.members();
    for (SimulatedLog log : world.logs.all()) {
      Value value = world.registry.get(RegistryKeys.slots(SimulatedMember.GROUP, log.name));
      if (value == null) {
        throw world.violation(FAIR_SHARES, "nobody owns anything of " + log);
      }
      SlotRecord record = Tampering.decode(value.bytes());
      for (SimulatedMember member : members) {
        int owned = Integer.bitCount(record.ownedBy(member.id()));
        int fair = Slots.COUNT / members.size();
        if (owned < fair || owned > fair + 1 || !record.created.equals(log.created)) {
          throw world.violation(
              FAIR_SHARES,
              "%s, which is %s, owns %d slots of %s, as one of %s; the record is of a log made at %s"
                  .formatted(member, member.id(), owned, log, record.owners(), record.created));
        }
      }
    }
  }

  private void checkLag() {
    for (SimulatedMember member : List.copyOf(world.history.members())) {
      member.run(
          () -> {
            if (member.lag() != 0 || member.writtenLag() != 0) {
              throw world.violation(
                  LAG,
                  "%s says there are %d events left, and %d as it is written down: %s"
                      .formatted(member, member.lag(), member.writtenLag(), records()));
            }
          });
    }
  }

  private List<RecordedProgress> records() {
    return world.logs.all().stream()
        .map(log -> world.registry.get(RegistryKeys.slots(SimulatedMember.GROUP, log.name)))
        .filter(Objects::nonNull)
        .map(value -> RecordedProgress.of(Tampering.decode(value.bytes())))
        .toList();
  }

  /** Without faults, lag is never less than what is left to do. */
  private void lookAtLagSoon() {
    if (world.scenario.weather() == Weather.CALM) {
      world.schedule.in(
          world.chance.around(world.scenario.healAt() / 4) + MILLIS,
          () -> {
            world.history.members().stream().findFirst().ifPresent(m -> m.run(() -> lookAtLag(m)));
            if (!world.healed) {
              lookAtLagSoon();
            }
          });
    }
  }

  private void lookAtLag(SimulatedMember member) {
    if (member.hasJoined()) {
      long before = world.history.left();
      long lag = member.lag();
      if (lag < Math.min(before, world.history.left())) {
        throw world.violation(LAG, "%s says there are %d events left".formatted(member, lag));
      }
    }
  }
}
