package io.busline.simulation;

import static io.busline.simulation.Schedule.MICROS;
import static io.busline.simulation.Schedule.MILLIS;

import io.busline.delivery.Batch;
import io.busline.delivery.Steps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A handler's thread with a batch: the simulated counterpart of {@code HandlerRun}. */
final class Worker {
  final Batch batch;
  private final Loop loop;
  private final World world;
  private final Scenario scenario;
  private final List<Attempt> attempts = new ArrayList<>();
  private long startedAt;

  /** Since when it could be at what it is at. */
  private long readyAt;

  private @Nullable Runnable end;

  /** Its machine has given it up. */
  boolean givenUp;

  Worker(Loop loop, Batch batch, World world) {
    this.loop = loop;
    this.batch = batch;
    this.world = world;
    this.scenario = world.scenario;
    this.readyAt = world.now();
  }

  /** Whether nobody listens to it any more. */
  boolean isCutOff() {
    return givenUp || loop.isOver();
  }

  /** How long it has been at what it is at; -1 if that is nothing. */
  long busyFor() {
    return attempts.isEmpty() ? -1 : world.now() - readyAt;
  }

  void start() {
    boolean late = world.strikes(scenario.rates().detours());
    long mean = late ? 2 * scenario.bounds().handlerTimeoutNanos() : 20 * MICROS;
    world.schedule.in(
        world.chance.around(mean),
        () -> {
          startedAt = world.now();
          if (scenario.bounds().whole()) {
            beginAll();
          } else {
            begin();
          }
        });
  }

  private void begin() {
    if (loop.isKilled()) {
      return;
    }
    int index = Steps.begin(batch);
    if (index < 0) {
      if (Steps.heldCount(batch) < batch.size()) {
        world.sights.add(Sight.TAKEN_BACK_FROM_WORKER);
      }
      if (world.has(Flaw.KEEPS_WHAT_WAS_TAKEN_BACK)) {
        keepWhatWasTakenBack();
      }
      finish();
    } else if (Steps.mustSkip(batch, index)) {
      skip(index);
    } else {
      HandOver handOver = MachineRecord.of(Steps.delivery(batch, index));
      begin(handOver);
      Attempt attempt = attempts.get(0);
      Failure failure = outcome(handOver.fate);
      handle(
          () -> {
            attempts.clear();
            ends(attempt, failure);
            if (world.strikes(scenario.rates().deaths())) {
              dies(List.of(attempt));
            } else {
              Steps.end(batch, index, told(failure));
              between(this::begin);
            }
          });
    }
  }

  private void keepWhatWasTakenBack() {
    for (int i = Steps.heldCount(batch); i < batch.size(); i++) {
      begin(MachineRecord.of(Steps.delivery(batch, i)));
    }
  }

  /** A thread may lose the processor anywhere, here too. */
  private void skip(int index) {
    between(
        () -> {
          Steps.skip(batch, index);
          if (index >= Steps.heldCount(batch)) {
            world.sights.add(Sight.TAKEN_BACK_WHILE_SKIPPING);
          }
          between(this::begin);
        });
  }

  private void between(Runnable next) {
    readyAt = world.now();
    boolean late = world.strikes(scenario.rates().detours());
    world.schedule.in(world.chance.around(late ? 20 * MILLIS : MICROS), next);
  }

  private void beginAll() {
    if (loop.isKilled()) {
      return;
    }
    if (!Steps.beginAll(batch)) {
      finish();
      return;
    }
    List<@Nullable Throwable> failures = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      HandOver handOver = MachineRecord.of(Steps.delivery(batch, i));
      begin(handOver);
      failures.add(outcome(handOver.fate));
    }
    handle(
        () -> {
          List<Attempt> ended = List.copyOf(attempts);
          attempts.clear();
          for (int i = 0; i < ended.size(); i++) {
            ends(ended.get(i), failures.get(i));
          }
          if (world.strikes(scenario.rates().deaths())) {
            dies(ended);
          } else {
            Steps.endAll(batch, failures);
            excuseSkipped(ended);
            finish();
          }
        });
  }

  /** Who succeeded behind a failure of its key is handled again, after that. */
  private void excuseSkipped(List<Attempt> ended) {
    for (int i = 0; i < ended.size(); i++) {
      if (Steps.mustSkip(batch, i)) {
        ended.get(i).fate().excuses++;
      }
    }
  }

  private void begin(HandOver handOver) {
    loop.record().begins(handOver);
    attempts.add(world.history.begins(handOver, this));
    note("begins", handOver);
  }

  private @Nullable Failure outcome(Fate fate) {
    if (fate.begun > fate.failures) {
      return null;
    }
    return new Failure(fate.hopeless);
  }

  /** Lets a handler take its time. */
  private void handle(Runnable ending) {
    end = ending;
    Chance chance = world.chance;
    long duration = chance.around(scenario.handling().mean());
    if (world.strikes(scenario.handling().hangs())) {
      long timeout = scenario.bounds().handlerTimeoutNanos();
      duration = chance.of(0.5) ? chance.around(2 * timeout) : scenario.healAt() - world.now();
    } else if (chance.of(scenario.handling().spikes())) {
      duration = duration * chance.from(2, 200);
    }
    world.schedule.in(duration, () -> end(ending));
  }

  private void end(Runnable ending) {
    if (end == ending && !loop.isKilled()) {
      end = null;
      ending.run();
    }
  }

  private void ends(Attempt attempt, @Nullable Throwable failure) {
    if (!givenUp) {
      attempt.handOver().inProgress = false;
      attempt.handOver().succeeded = told(failure) == null;
    }
    world.history.ends(attempt, failure == null);
    note(failure == null ? "succeeds with" : "fails with", attempt.handOver());
  }

  private @Nullable Throwable told(@Nullable Throwable failure) {
    return world.has(Flaw.SWALLOWS_FAILURES) ? null : failure;
  }

  /** The thread ends by something that no handler threw, and what it did is not known. */
  private void dies(List<Attempt> ended) {
    for (Attempt attempt : ended) {
      attempt.handOver().succeeded &= givenUp;
      attempt.fate().excuses++;
    }
    world.sights.add(Sight.WORKER_LOST);
    if (world.trace.on) {
      world.note("%s dies".formatted(this));
    }
    finish();
  }

  /** Nobody listens to it any more. */
  void gaveUp() {
    givenUp = true;
    attempts.forEach(a -> a.fate().excuses++);
  }

  /** Some handlers return when they are interrupted, some do not. */
  void interrupt() {
    gaveUp();
    Runnable ending = end;
    if (ending != null && world.chance.of(0.5)) {
      world.schedule.in(world.chance.around(100 * MICROS), () -> end(ending));
    }
  }

  List<HandOver> contents() {
    List<HandOver> contents = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      contents.add(MachineRecord.of(Steps.delivery(batch, i)));
    }
    return contents;
  }

  private void finish() {
    batch.took(world.now() - startedAt);
    world.schedule.in(world.chance.around(MICROS), () -> loop.errands().ended(this));
  }

  private void note(String what, HandOver handOver) {
    if (world.trace.on) {
      world.note("%s %s %s".formatted(this, what, handOver));
    }
  }

  @Override
  public String toString() {
    return loop + " worker";
  }
}
