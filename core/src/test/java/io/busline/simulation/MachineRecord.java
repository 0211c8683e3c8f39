package io.busline.simulation;

import static io.busline.simulation.Invariant.ATTEMPTS;
import static io.busline.simulation.Invariant.BOUNDS;
import static io.busline.simulation.Invariant.DRAIN;
import static io.busline.simulation.Invariant.NO_NEEDLESS_DUPLICATE;
import static io.busline.simulation.Invariant.SETTLED_RIGHTLY;

import io.busline.delivery.Delivery;
import io.busline.delivery.DeliveryMachine;
import io.busline.delivery.MachineSettings;
import io.busline.delivery.Steps;
import io.busline.simulation.HandOver.Place;
import io.busline.simulation.Scenario.Retries;
import java.util.ArrayList;
import java.util.List;

/** What one machine was given and asked for, kept beside it to check it. */
final class MachineRecord {
  private final World world;
  private final String name;
  private final DeliveryMachine machine;
  private final SimulatedPolicy policy;
  private final MachineSettings bounds;

  /** In the order in which they arrived. */
  final List<HandOver> held = new ArrayList<>();

  /** Taken away while with a worker; their lanes stay closed as long as the worker has them. */
  final List<HandOver> ghosts = new ArrayList<>();

  /** Those that were not given up. */
  final List<Worker> running = new ArrayList<>();

  int stuck;
  boolean paused;
  boolean draining;

  /** How much was asked for. */
  int actions;

  MachineRecord(World world, String name, DeliveryMachine machine, SimulatedPolicy policy) {
    this.world = world;
    this.name = name;
    this.machine = machine;
    this.policy = policy;
    this.bounds = world.scenario.bounds();
  }

  void arrived(HandOver handOver) {
    handOver.place = Place.IDLE;
    held.add(handOver);
    checkCounts();
  }

  /** What it is asked to let go of must be found in what it says it holds. */
  void checkFound(HandOver handOver, int found) {
    int expected = handOver.place == Place.GONE ? 0 : 1;
    if (found != expected) {
      throw new Violation(
          BOUNDS,
          "%s has %s %d times, which is %s".formatted(name, handOver, found, handOver.place));
    }
  }

  void revoked(HandOver handOver) {
    if (handOver.place == Place.GONE) {
      return;
    }
    world.sights.add(
        switch (handOver.place) {
          case WITH_WORKER -> Sight.REVOKED_WITH_WORKER;
          case PARKED -> Sight.REVOKED_WHILE_PARKED;
          case DYING -> Sight.REVOKED_WHILE_DYING;
          default -> Sight.REVOKED_WHILE_IDLE;
        });
    if (handOver.place == Place.WITH_WORKER) {
      ghosts.add(handOver);
    }
    gone(handOver);
    checkCounts();
  }

  private void gone(HandOver handOver) {
    handOver.place = Place.GONE;
    held.remove(handOver);
  }

  /** It must know how much it holds and would take, after whatever it was told. */
  void checkCounts() {
    int room = paused || draining ? 0 : bounds.capacity() - held.size();
    boolean right = machine.held() == held.size() && machine.room() == room && room >= 0;
    if (!right) {
      throw new Violation(
          BOUNDS,
          "%s holds %d of %d and says it holds %d and has room for %d"
              .formatted(name, held.size(), bounds.capacity(), machine.held(), machine.room()));
    }
  }

  void run(Worker worker) {
    actions++;
    running.add(worker);
    if (running.size() > bounds.concurrency() - Math.max(0, stuck - bounds.concurrency())) {
      throw new Violation(
          BOUNDS, "%s runs %d batches beside %d stuck ones".formatted(name, running.size(), stuck));
    }
    if (worker.batch.size() < 1 || worker.batch.size() > bounds.maxBatch()) {
      throw new Violation(BOUNDS, name + " hands out a batch of " + worker.batch.size());
    }
    if (draining || paused) {
      throw new Violation(DRAIN, name + " hands out though it was stopped");
    }
    for (int i = 0; i < worker.batch.size(); i++) {
      HandOver handOver = of(Steps.delivery(worker.batch, i));
      checkTime(handOver);
      handOver.place = Place.WITH_WORKER;
      handOver.worker = worker;
      handOver.indexInBatch = i;
      handOver.inProgress = false;
      handOver.succeeded = false;
    }
  }

  private void checkTime(HandOver handOver) {
    long due = handOver.begun == 0 ? handOver.notBefore : handOver.due;
    if (due > world.now()) {
      throw new Violation(
          ATTEMPTS, handOver + " is handed out %d early".formatted(due - world.now()));
    }
  }

  void begins(HandOver handOver) {
    handOver.begun++;
    handOver.inProgress = true;
    if (handOver.place == Place.GONE && !ghosts.contains(handOver)) {
      throw new Violation(
          NO_NEEDLESS_DUPLICATE, "%s begins %s, which is settled".formatted(name, handOver));
    }
    if (draining) {
      throw new Violation(DRAIN, name + " begins " + handOver + " after it was told to stop");
    }
  }

  void finished(Worker worker) {
    if (worker.givenUp) {
      stuck--;
    } else {
      leftBy(worker);
    }
  }

  void gaveUp(Worker worker) {
    actions++;
    if (worker.busyFor() < bounds.handlerTimeoutNanos()) {
      throw new Violation(
          ATTEMPTS, "%s gives a worker up that was busy for %d".formatted(name, worker.busyFor()));
    }
    stuck++;
    world.sights.add(Sight.HANDLER_TIMED_OUT);
    leftBy(worker);
  }

  /** What a worker had and nothing was asked for is idle again. */
  private void leftBy(Worker worker) {
    running.remove(worker);
    ghosts.removeIf(h -> h.worker == worker);
    for (HandOver handOver : held) {
      if (handOver.worker == worker && handOver.place == Place.WITH_WORKER) {
        handOver.place = Place.IDLE;
      }
    }
  }

  void retrying(Delivery delivery) {
    HandOver handOver = failed(delivery);
    Retries retries = world.scenario.retries();
    if (delivery.attempts() >= retries.attempts() || Failure.isHopeless(delivery.lastFailure())) {
      throw new Violation(
          ATTEMPTS, handOver + " is to be tried again after attempt " + delivery.attempts());
    }
    world.sights.add(Sight.RETRIED);
    if (delivery.dueAt() != world.now() + policy.delay()) {
      throw new Violation(ATTEMPTS, handOver + " is to be tried again at the wrong time");
    }
    handOver.place = Place.PARKED;
    handOver.due = delivery.dueAt();
  }

  void dying(Delivery delivery) {
    HandOver handOver = of(delivery);
    if (handOver.place != Place.DYING) {
      failedForGood(delivery);
      handOver.place = Place.DYING;
    } else {
      world.sights.add(Sight.DEAD_LETTER_STORED_AGAIN);
    }
    handOver.due = world.now() + DeliveryMachine.LETTER_TIMEOUT_NANOS;
    actions++;
  }

  void letterStored(HandOver handOver) {
    handOver.letterStored = true;
  }

  void letterFailed(HandOver handOver) {
    handOver.due = world.now() + (Schedule.SECONDS << Math.min(handOver.lettersRefused++, 5));
  }

  void discarded(Delivery delivery) {
    HandOver handOver = failedForGood(delivery);
    world.sights.add(Sight.DISCARDED);
    handOver.discarded = true;
    handOver.fate.discarded = true;
  }

  private HandOver failedForGood(Delivery delivery) {
    HandOver handOver = failed(delivery);
    Retries retries = world.scenario.retries();
    int attempts = Math.max(retries.attempts(), handOver.priorAttempts + 1);
    boolean over = delivery.attempts() == attempts || Failure.isHopeless(delivery.lastFailure());
    if (!over) {
      throw new Violation(ATTEMPTS, handOver + " is given up after attempt " + delivery.attempts());
    }
    return handOver;
  }

  private HandOver failed(Delivery delivery) {
    actions++;
    HandOver handOver = of(delivery);
    if (handOver.place != Place.WITH_WORKER || handOver.succeeded) {
      throw new Violation(
          SETTLED_RIGHTLY,
          "%s is said to have failed, and is %s".formatted(handOver, handOver.place));
    }
    int attempts = delivery.attempts() - delivery.priorAttempts();
    boolean missing = attempts < handOver.begun && !bounds.whole();
    if (attempts > handOver.begun || missing) {
      throw new Violation(
          ATTEMPTS,
          "%s was handled %d times here and counts %d"
              .formatted(handOver, handOver.begun, attempts));
    }
    return handOver;
  }

  void acked(Delivery delivery) {
    actions++;
    HandOver handOver = of(delivery);
    boolean right =
        switch (handOver.place) {
          case WITH_WORKER -> handOver.succeeded || handOver.discarded;
          case DYING -> handOver.letterStored;
          default -> false;
        };
    if (!right) {
      throw new Violation(
          SETTLED_RIGHTLY, "%s is acknowledged while %s".formatted(handOver, handOver.place));
    }
    gone(handOver);
  }

  void released(Delivery delivery) {
    actions++;
    HandOver handOver = of(delivery);
    boolean busy = handOver.place == Place.WITH_WORKER && handOver.inProgress;
    if (!draining || busy || handOver.place == Place.DYING || handOver.place == Place.GONE) {
      throw new Violation(
          SETTLED_RIGHTLY, "%s is given back while %s".formatted(handOver, handOver.place));
    }
    gone(handOver);
  }

  /** Only what waits or is parked may go back, and nothing of its key may stay behind it. */
  void deferred(HandOver handOver) {
    actions++;
    boolean busy = handOver.place == Place.WITH_WORKER && handOver.inProgress;
    if (draining || busy || handOver.place == Place.DYING || handOver.place == Place.GONE) {
      throw new Violation(
          SETTLED_RIGHTLY, "%s is deferred while %s".formatted(handOver, handOver.place));
    }
    world.sights.add(
        handOver.place == Place.PARKED ? Sight.DEFERRED : Sight.DEFERRED_BEHIND_ANOTHER);
    gone(handOver);
  }

  static boolean isTakenBack(HandOver handOver) {
    Worker worker = handOver.worker;
    return worker != null && handOver.indexInBatch >= Steps.heldCount(worker.batch);
  }

  /** What it says it holds must be what it holds, each once. */
  void checkReport(Invariant invariant, List<HandOver> reported) {
    if (reported.size() != held.size() || !reported.containsAll(held)) {
      throw new Violation(invariant, "%s holds %s and says %s".formatted(name, held, reported));
    }
  }

  static HandOver of(Delivery delivery) {
    return (HandOver) delivery.message();
  }
}
