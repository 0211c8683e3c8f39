package io.busline.simulation;

import static io.busline.simulation.Invariant.DRAIN;
import static io.busline.simulation.Invariant.PROGRESS;
import static io.busline.simulation.Schedule.MILLIS;

import io.busline.delivery.MachineSettings;
import io.busline.simulation.HandOver.Place;
import io.busline.simulation.Scenario.Rates;
import java.util.Arrays;
import java.util.List;

/** Watches that a machine does at each turn what it can, and wakes up for what it cannot yet. */
final class Vigil {
  private static final int TURNS_ON_THE_SPOT = 50;

  private final World world;
  private final String name;
  private final MachineRecord record;
  private final MachineSettings bounds;
  private final boolean[] busy;

  /** Whether the machine was told anything since its last turn. */
  private boolean told;

  private long promised;
  private int before;
  private int onTheSpot;

  Vigil(World world, String name, MachineRecord record) {
    this.world = world;
    this.name = name;
    this.record = record;
    this.bounds = world.scenario.bounds();
    this.busy = new boolean[world.scenario.traffic().keys()];
  }

  void told() {
    told = true;
  }

  void beforeTurn() {
    before = record.actions;
  }

  void afterTurn(long next) {
    long now = world.now();
    boolean early = !told && now < promised;
    if (early && (record.actions != before || next != promised)) {
      throw new Violation(
          PROGRESS, name + " was to wake up at %d and had more to do before".formatted(promised));
    }
    onTheSpot = next <= now && !told ? onTheSpot + 1 : 0;
    if (onTheSpot > TURNS_ON_THE_SPOT) {
      throw new Violation(PROGRESS, name + " turns and turns");
    }
    told = false;
    promised = next;
    if (next > now) {
      checkIdle(now);
    }
    checkWake(now, next);
  }

  /** While a worker is free, everything that is held has a reason to wait. */
  private void checkIdle(long now) {
    int lost = Math.max(0, record.stuck - bounds.concurrency());
    boolean free = record.running.size() + lost < bounds.concurrency();
    if (!free || record.paused || record.draining) {
      return;
    }
    Arrays.fill(busy, false);
    record.ghosts.forEach(this::isFirstOfKey);
    for (HandOver handOver : record.held) {
      if (isFirstOfKey(handOver) && couldRun(handOver, now)) {
        throw new Violation(
            PROGRESS,
            "%s has a free worker and leaves %s %s".formatted(name, handOver, handOver.place));
      }
    }
  }

  private boolean isFirstOfKey(HandOver handOver) {
    int key = world.scenario.ordered() ? handOver.entry.key() : -1;
    if (key < 0) {
      return true;
    }
    boolean first = !busy[key];
    busy[key] = true;
    return first;
  }

  private static boolean couldRun(HandOver handOver, long now) {
    return switch (handOver.place) {
      case IDLE -> handOver.notBefore <= now;
      case PARKED -> handOver.due <= now;
      case WITH_WORKER -> MachineRecord.isTakenBack(handOver);
      default -> false;
    };
  }

  /** For whatever will be due, the machine must have asked for a turn. */
  private void checkWake(long now, long next) {
    long needed = Long.MAX_VALUE;
    for (Worker worker : record.running) {
      needed = Math.min(needed, latestCheckOf(worker));
    }
    for (HandOver handOver : record.held) {
      boolean waits = handOver.place == Place.PARKED || handOver.place == Place.DYING;
      if (waits && handOver.due > now) {
        needed = Math.min(needed, handOver.due);
      }
    }
    if (next > needed) {
      throw new Violation(
          PROGRESS, "%s would wake up at %d, %d too late".formatted(name, next, next - needed));
    }
  }

  /**
   * When a worker must be looked at: at least once in every limit, so that no handler takes more
   * than two. If things are delayed by chance, the second is not that sure.
   */
  private long latestCheckOf(Worker worker) {
    long limit = bounds.handlerTimeoutNanos();
    long once = world.now() + limit;
    Rates rates = world.scenario.rates();
    boolean delayed = rates.detours() > 0 || rates.throwing() > 0;
    boolean punctual = !delayed && worker.busyFor() >= 0;
    return punctual ? Math.min(once, once + limit + MILLIS - worker.busyFor()) : once;
  }

  /** A drain is over: whatever is reported must be what is held. */
  void drained(boolean complete, List<HandOver> reported) {
    if (complete && !hasNothingToWaitFor()) {
      throw new Violation(DRAIN, name + " says it is drained, and is at work on " + record.held);
    }
    record.checkReport(DRAIN, reported);
    for (HandOver handOver : reported) {
      if (handOver.place != Place.WITH_WORKER && handOver.place != Place.DYING) {
        throw new Violation(DRAIN, "%s kept %s %s".formatted(name, handOver, handOver.place));
      }
    }
  }

  /** A drain goes on as long as there is something to wait for, and no longer. */
  void checkDrained(boolean drained) {
    if (drained != hasNothingToWaitFor()) {
      throw new Violation(
          DRAIN,
          "%s says it is%s drained, and holds %s"
              .formatted(name, drained ? "" : " not", record.held));
    }
  }

  private boolean hasNothingToWaitFor() {
    return record.running.isEmpty() && record.held.stream().noneMatch(h -> h.place == Place.DYING);
  }
}
