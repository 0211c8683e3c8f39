package io.busline.simulation;

import static io.busline.simulation.Schedule.MICROS;
import static io.busline.simulation.Schedule.MILLIS;
import static io.busline.simulation.Schedule.SECONDS;

import io.busline.delivery.Delivery;
import io.busline.delivery.DeliveryMachine;
import java.util.ArrayList;
import java.util.List;

/**
 * One life of a service instance: a machine and what {@code DeliveryLoop} is to it, in virtual
 * time. What was posted is done in any order.
 */
final class Loop {
  private static final long LONGEST_POLL = 500 * MILLIS;

  /** As in {@code Backoff}. */
  private static final long AFTER_A_THROW = 100 * MILLIS;

  /** As in {@code Intake}. */
  private static final long AT_ONCE = Long.MIN_VALUE;

  private final World world;
  private final Scenario scenario;
  private final String name;
  private final Connection connection;
  private final Errands errands;
  private final DeliveryMachine machine;
  private final MachineRecord record;
  private final Vigil vigil;
  private final List<Runnable> mailbox = new ArrayList<>();
  private final Runnable whenOver;
  private long turnAt = Long.MAX_VALUE;
  private long busyUntil;
  private boolean polling;
  private boolean wantsPause;
  private boolean draining;
  private boolean over;
  private boolean killed;

  Loop(World world, String name, SimulatedBroker broker, SimulatedGroup group, Runnable whenOver) {
    this.world = world;
    this.scenario = world.scenario;
    this.name = name;
    this.whenOver = whenOver;
    this.connection = new Connection(world, broker, group, new Session(name, this::wakeup));
    this.errands = new Errands(world, this, connection);
    SimulatedPolicy policy = new SimulatedPolicy(world);
    this.machine = new DeliveryMachine(scenario.bounds(), policy, errands);
    this.record = new MachineRecord(world, name, machine, policy);
    this.vigil = new Vigil(world, name, record);
    wakeup();
  }

  boolean isOver() {
    return over;
  }

  boolean isKilled() {
    return killed;
  }

  /** Whether it has nothing to do any more. */
  boolean isIdle() {
    return !over && !polling && mailbox.isEmpty() && record.held.isEmpty() && errands.areDone();
  }

  MachineRecord record() {
    return record;
  }

  DeliveryMachine machine() {
    return machine;
  }

  Errands errands() {
    return errands;
  }

  void post(Runnable action) {
    if (!over) {
      mailbox.add(action);
      wakeup();
    }
  }

  private void wakeup() {
    turnBy(world.now() + world.chance.around(MICROS));
  }

  private void turnBy(long time) {
    long at = Math.max(time, busyUntil);
    if (!over && !polling && at < turnAt) {
      turnAt = at;
      world.schedule.at(at, () -> turnIfDue(at));
    }
  }

  private void turnIfDue(long at) {
    if (at == turnAt && !over) {
      turnAt = Long.MAX_VALUE;
      turn();
    }
  }

  /** As in {@code DeliveryLoop}: whatever is thrown, there is another turn. */
  private void turn() {
    try {
      tryTurn();
    } catch (LinkageError thrown) {
      note("was thrown something");
      vigil.told();
      if (!world.has(Flaw.DIES_OF_WHAT_IS_THROWN)) {
        turnBy(world.now() + world.chance.around(AFTER_A_THROW));
      }
    }
  }

  private void tryTurn() {
    while (!mailbox.isEmpty() && !over) {
      vigil.told();
      world.chance.takeFrom(mailbox).run();
    }
    if (over) {
      return;
    }
    vigil.beforeTurn();
    long next = machine.advance(world.now());
    record.checkCounts();
    vigil.afterTurn(next);
    if (machine.isStalled()) {
      world.sights.add(Sight.EVERY_WORKER_STUCK);
    }
    errands.settle();
    if (draining) {
      vigil.checkDrained(machine.isDrained());
      if (machine.isDrained()) {
        end(true);
        return;
      }
    }
    boolean stalls = world.strikes(scenario.rates().detours() / 20);
    busyUntil = world.now() + world.chance.around(stalls ? scenario.leaseNanos() : 2 * MICROS);
    poll(next);
  }

  private void poll(long next) {
    List<HandOver> lost = connection.lost();
    List<HandOver> taken = connection.poll(room());
    connection.extend(this::extended);
    if (!taken.isEmpty() && world.strikes(scenario.rates().detours())) {
      polling = true;
      turnAt = Long.MAX_VALUE;
      world.schedule.in(
          world.chance.around(50 * MILLIS),
          () -> {
            polling = false;
            intake(lost, taken, next);
          });
    } else {
      intake(lost, taken, next);
    }
  }

  private int room() {
    int room = machine.room();
    return room > 0 && world.has(Flaw.HOARDS) ? room + 1 : room;
  }

  private void intake(List<HandOver> lost, List<HandOver> taken, long next) {
    if (over) {
      return;
    }
    lost.forEach(this::revoked);
    for (HandOver handOver : taken) {
      arrived(handOver);
      if (world.has(Flaw.DELIVERS_TWICE) && taken.size() == 1 && machine.room() > 0) {
        arrived(new HandOver(handOver.entry, handOver.session));
      }
    }
    boolean told = !lost.isEmpty() || !taken.isEmpty() || !mailbox.isEmpty();
    long upkeep = Math.min(LONGEST_POLL, scenario.leaseNanos() / 4);
    turnBy(told ? world.now() : Math.min(next, world.now() + upkeep));
  }

  private void arrived(HandOver handOver) {
    note("takes", handOver);
    vigil.told();
    boolean ordered = scenario.ordered() && !world.has(Flaw.FORGETS_KEYS);
    String key = ordered ? handOver.fate.event.keyOrNull() : null;
    long due = handOver.notBefore == 0 ? AT_ONCE : handOver.notBefore;
    Delivery delivery = new Delivery(handOver, key, handOver.priorAttempts, due);
    machine.arrived(delivery, due == AT_ONCE ? AT_ONCE : world.now());
    record.arrived(handOver);
  }

  /** Looks for it as {@code Intake} does. */
  private void revoked(HandOver handOver) {
    vigil.told();
    List<Delivery> found = new ArrayList<>(1);
    machine.forEachHeld(
        delivery -> {
          if (delivery.message() == handOver) {
            found.add(delivery);
          }
        });
    note("loses", handOver);
    record.checkFound(handOver, found.size());
    found.forEach(delivery -> machine.revoked(delivery, world.now()));
    record.revoked(handOver);
  }

  private List<HandOver> extended() {
    List<HandOver> extended = known();
    record.checkReport(Invariant.BOUNDS, extended);
    return extended;
  }

  private List<HandOver> known() {
    List<HandOver> known = new ArrayList<>();
    machine.forEachHeld(delivery -> known.add(MachineRecord.of(delivery)));
    return known;
  }

  /** Pauses or resumes; what was said last counts. */
  void pause(boolean wanted) {
    wantsPause = wanted;
    post(
        () -> {
          record.paused = wantsPause;
          if (wantsPause && machine.held() > 0) {
            world.sights.add(Sight.PAUSED_WHILE_HOLDING);
          }
          if (wantsPause) {
            machine.pause();
          } else {
            machine.resume();
          }
        });
  }

  /** Ends as {@code ActiveSubscription.drain} does. */
  void drain(long within) {
    post(this::beginDrain);
    world.schedule.in(within, () -> post(this::endUndrained));
    world.schedule.in(within + SECONDS, this::leaveBehind);
  }

  private void beginDrain() {
    if (!draining) {
      note("drains");
      draining = true;
      record.draining = true;
      machine.drain(world.now());
    }
  }

  private void endUndrained() {
    try {
      beginDrain();
    } finally {
      end(false);
    }
  }

  private void end(boolean complete) {
    world.sights.add(complete ? Sight.DRAINED : Sight.DRAIN_CUT_SHORT);
    note(complete ? "is drained" : "ends at its deadline");
    vigil.drained(complete, world.has(Flaw.HIDES_WHAT_IS_LEFT) ? List.of() : known());
    errands.settle();
    connection.close();
    stop();
  }

  /** The owner is busy with the broker, so nobody waits for it any longer. */
  private void leaveBehind() {
    if (!over) {
      note("is left behind");
      world.sights.add(Sight.LEFT_BEHIND);
      connection.cut();
      stop();
    }
  }

  /** The process ends in the middle of whatever it does. */
  void kill() {
    if (!over) {
      note("is killed");
      world.sights.add(Sight.KILLED);
      killed = true;
      connection.cut();
      stop();
    }
  }

  private void stop() {
    over = true;
    whenOver.run();
  }

  private void note(String what) {
    if (world.trace.on) {
      world.note(name + " " + what);
    }
  }

  private void note(String what, HandOver handOver) {
    if (world.trace.on) {
      world.note("%s %s %s".formatted(name, what, handOver));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
