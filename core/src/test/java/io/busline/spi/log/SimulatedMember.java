package io.busline.spi.log;

import static io.busline.simulation.Schedule.MILLIS;
import static io.busline.simulation.Schedule.SECONDS;
import static io.busline.spi.log.LogScenario.LEASE;

import io.busline.error.EventBusException;
import io.busline.event.EventPattern;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.ConsumerSpec.Interest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A process with a consumer of the group: one life of an instance. */
final class SimulatedMember implements Processes {
  static final String GROUP = "g";

  private static final List<Interest> INTERESTS =
      List.of(
          new Interest(new EventPattern("order.made"), "order"),
          new Interest(new EventPattern("payment.*"), null));

  final SimulatedClock clock;
  final SimulatedConnection connection;
  final SimulatedHandlers handlers;
  private final LogWorld world;
  private final String name;
  private final ProcessIdentity process;
  private final Runnable crashed;
  private final Set<String> ids = new HashSet<>();
  private String id = "";
  private @Nullable LeasedLogs logs;
  private @Nullable BrokerConsumer consumer;
  private boolean inCall;
  private boolean isDead;
  private long awakeAt;
  private long polls;
  private long signedAt;
  private boolean isDoubted;
  private long doubtedAt;

  SimulatedMember(LogWorld world, String name, ProcessIdentity process, Runnable crashed) {
    this.world = world;
    this.name = name;
    this.process = process;
    this.crashed = crashed;
    this.clock = new SimulatedClock(world);
    this.connection = new SimulatedConnection(world, this);
    this.handlers = new SimulatedHandlers(world, this);
  }

  @Override
  public ProcessIdentity current() {
    return process;
  }

  @Override
  public boolean isSurelyDead(ProcessIdentity other) {
    return other.place().equals(process.place()) && !world.history.isAlive(other);
  }

  ProcessIdentity process() {
    return process;
  }

  /** Does something on the consumer's thread, as soon as that is free. */
  void run(Runnable action) {
    if (isDead) {
      return;
    }
    if (isAsleep()) {
      world.schedule.at(awakeAt, () -> run(action));
    } else if (inCall || !world.isFree()) {
      world.schedule.in(world.chance.around(10 * MILLIS), () -> run(action));
    } else {
      inCall = true;
      world.runsBetween();
      try {
        action.run();
      } catch (Crashed e) {
        world.note("%s is no more", this);
      } finally {
        inCall = false;
      }
    }
  }

  void join() {
    run(
        () -> {
          try {
            LeasedLogs opened = open();
            logs = opened;
            consumer = opened.open(spec());
            world.history.founded();
            world.note("%s has joined as %s", this, id);
            pollIn(0);
          } catch (EventBusException e) {
            thrown(e);
            world.schedule.in(world.chance.around(SECONDS), this::join);
          }
        });
  }

  private LeasedLogs open() {
    var random = new SplittableRandom(world.chance.between(0, Long.MAX_VALUE));
    return new LeasedLogs(
        new SimulatedLogs(world, this),
        Duration.ofNanos(LEASE),
        new BrokerContext("simulation", clock, random),
        this);
  }

  private ConsumerSpec spec() {
    return new ConsumerSpec(
        GROUP,
        INTERESTS,
        world.scenario.latest() ? StartPosition.latest() : StartPosition.earliest(),
        Ordering.PER_KEY);
  }

  private void pollIn(long delay) {
    long number = ++polls;
    world.schedule.in(
        delay,
        () -> {
          if (number == polls) {
            run(() -> poll(number));
          }
        });
  }

  /** There may be something to do. */
  void poke() {
    if (consumer != null && !isDead && world.chance.of(0.8)) {
      pollIn(world.chance.around(MILLIS));
    }
  }

  private void poll(long number) {
    if (number != polls) {
      return;
    }
    pollIn(world.chance.around(world.scenario.pollEvery()) + MILLIS);
    int room = Math.max(0, world.scenario.room() - handlers.held());
    boolean pauses = handlers.held() > 0 && world.strikes(0.1);
    int max = pauses ? 0 : Math.min(room, world.chance.from(1, 8));
    try {
      consumer().poll(max, 0, handlers);
      isDoubted &= world.now() - doubtedAt < LEASE;
    } catch (EventBusException e) {
      thrown(e);
    } catch (RuntimeException e) {
      throw world.violation(LogInvariant.PROGRESS, "%s: a poll threw %s".formatted(this, e));
    }
  }

  private void thrown(EventBusException e) {
    world.note("%s is told: %s", this, e.getMessage());
    if (e.getMessage().contains("was put back to an older copy")) {
      world.sights.add(LogSight.LOG_PUT_BACK);
    }
  }

  BrokerConsumer consumer() {
    BrokerConsumer opened = consumer;
    if (opened == null) {
      throw new IllegalStateException("only a member that has joined is asked");
    }
    return opened;
  }

  boolean hasJoined() {
    return consumer != null && !isDead;
  }

  /** What the group has to do, as this member sees it. */
  long lag() {
    return consumer().lag().orElseThrow();
  }

  /** What the group has to do, as it is written down. */
  long writtenLag() {
    return logs == null ? 0 : logs.describe(group -> 0).get(0).lag().orElseThrow();
  }

  /** Leaves in good order. */
  void leave(Runnable left) {
    run(
        () -> {
          world.note("%s leaves", this);
          handlers.drop(true);
          if (consumer != null) {
            consumer.close();
          }
          isDead = true;
          world.note("%s has left", this);
          left.run();
        });
  }

  void crash(String when) {
    if (!isDead) {
      world.note("%s crashes %s", this, when);
      isDead = true;
      world.losesWitnesses();
      handlers.drop(false);
      crashed.run();
    }
  }

  void sleep(long nanos, boolean clockStands) {
    if (!isAsleep()) {
      world.note("%s sleeps for %d ms", this, nanos / MILLIS);
      awakeAt = world.now() + nanos;
      if (clockStands) {
        clock.standStill(awakeAt);
      }
    }
  }

  boolean isAsleep() {
    return world.now() < awakeAt;
  }

  long awakeAt() {
    return awakeAt;
  }

  boolean isDead() {
    return isDead;
  }

  void requireAlive() {
    if (isDead) {
      throw new Crashed();
    }
  }

  /** Lets time pass in the middle of a call. */
  void waits(long nanos) {
    long until = world.now() + nanos;
    world.schedule.at(until, () -> {});
    await(() -> world.now() >= until);
  }

  void await(BooleanSupplier done) {
    if (!done.getAsBoolean()) {
      world.await(() -> isDead || (done.getAsBoolean() && !isAsleep()));
    }
    requireAlive();
  }

  /** A sign of life is stored. */
  void signed(String as) {
    long now = world.now();
    if (!ids.isEmpty() && now - signedAt > LEASE / 10 * 9) {
      isDoubted = true;
      doubtedAt = now;
    }
    if (ids.add(as) && ids.size() > 1) {
      world.sights.add(LogSight.BURIED_ALIVE);
      world.note("%s comes back as %s", this, as);
    }
    id = as;
    signedAt = now;
  }

  /** Whether others may have taken it for dead, and it may not know. */
  boolean isDoubtful() {
    return isDoubted || world.now() - signedAt > LEASE / 10 * 9;
  }

  String id() {
    return id;
  }

  /** The slots that a record says it owns, whatever its name was. */
  int owned(SlotRecord record) {
    int slots = 0;
    for (String each : ids) {
      slots |= record.ownedBy(each);
    }
    return slots;
  }

  @Override
  public String toString() {
    return name;
  }
}
