package io.busline.spi.log;

import io.busline.simulation.Chance;
import io.busline.simulation.Schedule;
import io.busline.simulation.Trace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What everything in a run shares. */
final class LogWorld {

  /** How many members may be at a time in the middle of a call. */
  private static final int DEEPEST = 2;

  /** An answer takes some seconds, and a member may sleep meanwhile. */
  private static final long LONGEST_WAIT = 20 * LogScenario.LEASE;

  private final LogFlaw flaw;
  final Chance chance;
  final LogScenario scenario;
  final Schedule schedule;
  final Trace trace;
  final LogServer logs;
  final RegistryServer registry;
  final LogHistory history;
  final RecordAudit audit;

  final Set<LogSight> sights = EnumSet.noneOf(LogSight.class);

  /** From now on nothing goes wrong any more. */
  boolean healed;

  /** How often a log or the registry was put back or lost. */
  int tamperings;

  private long tamperedAt = Long.MIN_VALUE / 2;

  /** When processes crashed, and the registry lost what it had. */
  private final List<Long> witnessesLost = new ArrayList<>();

  private long disturbedAt;
  private int depth;
  private @Nullable LogViolation broken;

  LogWorld(long seed, LogFlaw flaw, boolean traced) {
    this.flaw = flaw;
    this.chance = new Chance(seed);
    this.scenario = LogScenario.of(chance);
    this.schedule = new Schedule(chance);
    this.trace = new Trace(traced);
    this.logs = new LogServer(this);
    this.registry = new RegistryServer(this);
    this.history = new LogHistory(this);
    this.audit = new RecordAudit(this);
  }

  long now() {
    return schedule.now();
  }

  /** Whether a fault of a certain rate strikes here. */
  boolean strikes(double rate) {
    return !healed && chance.of(rate);
  }

  boolean has(LogFlaw suspected) {
    return flaw == suspected;
  }

  @SuppressWarnings("AnnotateFormatMethod") // That annotation would be a dependency.
  void note(String what, Object... values) {
    if (trace.on) {
      trace.add(now(), what.formatted(values));
    }
  }

  void tampered(String what) {
    note("servers    %s", what);
    tamperings++;
    tamperedAt = now();
  }

  /** Whether somebody may not know yet that a log or the registry is not what it was. */
  boolean isConfused() {
    return now() - tamperedAt < 4 * LogScenario.LEASE;
  }

  /** A process crashed, or the registry lost what it had. */
  void losesWitnesses() {
    disturbed();
    witnessesLost.add(now());
  }

  /** Something was handed out, or a process crashed. */
  void disturbed() {
    disturbedAt = now();
  }

  /** For how long nothing was handed out, and no process crashed. */
  long quietFor() {
    return now() - disturbedAt;
  }

  /** Whether that was about this time. */
  boolean hasLostWitnesses(long time) {
    return witnessesLost.stream().anyMatch(lost -> Math.abs(lost - time) < 4 * LogScenario.LEASE);
  }

  /** An invariant is broken, whoever catches what is thrown. */
  LogViolation violation(LogInvariant invariant, String message) {
    LogViolation violation = new LogViolation(invariant, message);
    if (broken == null) {
      broken = violation;
    }
    return violation;
  }

  private void requireSound() {
    LogViolation first = broken;
    if (first != null) {
      throw first;
    }
  }

  /** Lets the next thing happen. */
  void next() {
    boolean any = schedule.next();
    requireSound();
    if (!any) {
      throw violation(LogInvariant.PROGRESS, "nothing is going to happen any more");
    }
  }

  /** One member waits, so time goes on for the others. */
  void await(BooleanSupplier done) {
    depth++;
    long latest = now() + LONGEST_WAIT;
    try {
      while (!done.getAsBoolean()) {
        if (now() > latest) {
          throw violation(LogInvariant.PROGRESS, "a member waits for an answer for ever");
        }
        next();
      }
    } finally {
      depth--;
    }
  }

  /** Whether one more member may begin something. */
  boolean isFree() {
    return depth < DEEPEST;
  }

  void runsBetween() {
    if (depth > 0) {
      sights.add(LogSight.RAN_BETWEEN);
    }
  }
}
