package io.busline.spi.log;

import static io.busline.simulation.Schedule.MILLIS;
import static io.busline.simulation.Schedule.SECONDS;

import io.busline.spi.log.Registry.Change;
import io.busline.spi.log.Registry.Urgency;
import io.busline.spi.log.Registry.Value;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The replacement of a value that is under way: read, changed, stored if still there, answered. */
final class SimulatedUpdate {
  private final LogWorld world;
  private final SimulatedMember member;
  private final SimulatedRegistry registry;
  private final String key;
  private final Change change;
  private final Urgency urgency;
  private final SimulatedFuture<@Nullable Value> answer;
  private final Fate fate;

  private enum Fate {
    /** Stored and answered. */
    NORMAL,
    /** Neither stored nor answered. */
    LOST,
    /** Stored, and reported as failed. */
    UNHEARD,
    /** Reported as failed, and stored afterwards. */
    LATE
  }

  SimulatedUpdate(
      LogWorld world,
      SimulatedMember member,
      SimulatedRegistry registry,
      String key,
      Change change,
      Urgency urgency) {
    this.world = world;
    this.member = member;
    this.registry = registry;
    this.key = key;
    this.change = change;
    this.urgency = urgency;
    this.answer = new SimulatedFuture<>(member);
    this.fate = fate();
  }

  private Fate fate() {
    var rates = world.scenario.rates();
    if (member.connection.isOut() || world.strikes(rates.refused())) {
      return Fate.LOST;
    }
    return world.strikes(rates.unheard())
        ? Fate.UNHEARD
        : world.strikes(rates.unheard() / 2) ? Fate.LATE : Fate.NORMAL;
  }

  CompletableFuture<@Nullable Value> begin() {
    boolean late = world.strikes(world.scenario.rates().late());
    long delay = world.chance.around(late ? SECONDS : 2 * MILLIS);
    if (fate == Fate.LOST) {
      world.schedule.in(delay, this::fail);
    } else {
      world.schedule.in(delay, this::read);
    }
    return answer;
  }

  private void read() {
    if (member.isAsleep()) {
      world.schedule.at(member.awakeAt(), this::read);
      return;
    }
    if (member.isDead()) {
      return;
    }
    Value present = world.registry.get(key);
    byte[] next = applied(present);
    if (next == null) {
      answered(present);
      return;
    }
    if (fate == Fate.LATE) {
      world.schedule.in(world.chance.around(2 * MILLIS), this::fail);
      world.schedule.in(world.chance.around(SECONDS), () -> store(present, next));
    } else {
      world.schedule.in(world.chance.around(MILLIS), () -> store(present, next));
    }
  }

  private byte @Nullable [] applied(@Nullable Value present) {
    Value base =
        world.has(LogFlaw.WRITES_OVER_OTHERS) && registry.seen.containsKey(key)
            ? registry.seen.get(key)
            : present;
    byte[] before = base == null ? null : base.bytes();
    byte[] next = Tampering.with(world, member, key, before, change.apply(before));
    byte[] again = Tampering.with(world, member, key, before, change.apply(before));
    if (!Arrays.equals(next, again)) {
      throw world.violation(
          LogInvariant.PURE_CHANGES, "%s changes %s otherwise each time".formatted(member, key));
    }
    return next;
  }

  private void store(@Nullable Value present, byte[] next) {
    if (world.registry.get(key) != present) {
      world.sights.add(LogSight.APPLIED_AGAIN);
      if (!answer.isDone()) {
        read();
      }
      return;
    }
    Value stored = world.registry.put(member, key, next);
    if (urgency == Urgency.TELLING) {
      world.registry.tell(member);
    }
    if (answer.isDone()) {
      world.sights.add(LogSight.STORED_LATE);
    }
    boolean late = world.strikes(world.scenario.rates().late());
    world.schedule.in(world.chance.around(late ? SECONDS : MILLIS), () -> answered(stored));
  }

  private void answered(@Nullable Value value) {
    if (fate == Fate.UNHEARD) {
      fail();
    } else if (!world.has(LogFlaw.NEVER_ANSWERS) && !answer.isDone()) {
      registry.seen.put(key, value);
      answer.complete(value);
      member.poke();
    }
  }

  private void fail() {
    if (!answer.isDone()) {
      answer.completeExceptionally(member.connection.unanswered("writing " + key));
      member.poke();
    }
  }
}
