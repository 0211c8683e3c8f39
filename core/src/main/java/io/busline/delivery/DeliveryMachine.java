package io.busline.delivery;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one subscription does with what it receives: hands deliveries to workers, keeps the order of
 * each key, retries, gives up, and holds back when enough is held. Called by one thread; asks for
 * everything else through {@link Actions}, and throws on what they throw; is told the time.
 */
public final class DeliveryMachine {

  /**
   * How long to wait for what becomes of a dead letter before it is asked for again. Longer, and a
   * lost answer holds up its key for longer; shorter, and a slow broker gets more to do.
   */
  public static final long LETTER_TIMEOUT_NANOS = 10_000_000_000L;

  private final MachineSettings settings;
  private final Requests requests;
  private final BatchSizer sizer;
  private final Lanes lanes = new Lanes();
  private final Workers workers;
  private final Settlement settlement;
  private final Custody custody;
  private final DeferredKeys deferred;
  private boolean paused;
  private boolean draining;

  /**
   * Creates a machine that holds nothing.
   *
   * @param settings its bounds
   * @param policy what becomes of failures
   * @param actions what it can have done
   */
  public DeliveryMachine(MachineSettings settings, FailurePolicy policy, Actions actions) {
    this.settings = settings;
    this.requests = new Requests(actions);
    this.sizer = new BatchSizer(settings);
    this.workers = new Workers(settings);
    this.settlement = new Settlement(policy, requests, lanes);
    this.custody = new Custody(settlement, lanes);
    this.deferred = new DeferredKeys(settings, lanes, requests);
  }

  /**
   * How many more deliveries it would take.
   *
   * @return the number; 0 means that nothing may be polled
   */
  public int room() {
    return paused || draining ? 0 : Math.max(0, settings.capacity() - lanes.held());
  }

  /**
   * Takes a delivery in.
   *
   * @param delivery the delivery
   * @param now the time
   */
  public void arrived(Delivery delivery, long now) {
    lanes.add(delivery, now);
  }

  /**
   * Lets go of a delivery that somebody else has now; its outcome will be ignored.
   *
   * @param delivery the delivery
   * @param now the time
   */
  public void revoked(Delivery delivery, long now) {
    settlement.revoked(delivery, now);
  }

  /**
   * Does what is due: wakes the parked, times out the slow, hands out the ready.
   *
   * @param now the time
   * @return when to be called again at the latest, or {@link Long#MAX_VALUE}
   */
  public long advance(long now) {
    lanes.wake(now, delivery -> settlement.bury(delivery, now));
    takeBackFromSlow(now);
    timeOut(now);
    handOut(now);
    releaseIdleIfDraining();
    long next = Math.min(lanes.nextDue(), workers.nextWake());
    if (!draining) {
      next = Math.min(next, deferred.advance(workers, settlement, now));
    }
    requests.rethrow();
    return next;
  }

  private void handOut(long now) {
    while (!paused && !draining && workers.free() > 0 && lanes.hasReady()) {
      int size = sizer.size(lanes.held() - custody.size() - settlement.leaving(), workers.free());
      Batch batch = new Batch(lanes.take(size, now));
      workers.started(batch, now);
      custody.given(batch);
      if (!requests.run(batch)) {
        end(batch, now);
        return;
      }
    }
  }

  /**
   * A worker is done with a batch. What it has not begun is handed out again; what it has begun and
   * not finished has failed.
   *
   * @param batch the batch
   * @param now the time
   */
  public void finished(Batch batch, long now) {
    end(batch, now);
    releaseIdleIfDraining();
    requests.rethrow();
  }

  private void end(Batch batch, long now) {
    if (!batch.stuck) {
      custody.takeBack(batch, now);
      if (batch.isInProgress()) {
        custody.failBegun(
            batch, new IllegalStateException("the worker ended in the middle of it"), now);
      }
      sizer.learn(batch.settled, batch.elapsedNanos());
    }
    workers.finished(batch);
  }

  /**
   * The dead letter of a delivery is stored; the original can be acknowledged now.
   *
   * @param delivery the delivery
   * @param now the time
   * @return false if it has been acknowledged for that, or taken away, before
   */
  public boolean deadLettered(Delivery delivery, long now) {
    boolean waited = settlement.deadLettered(delivery, now);
    requests.rethrow();
    return waited;
  }

  /**
   * The dead letter of a delivery may not be stored; it is tried again, and the original kept.
   *
   * @param delivery the delivery
   * @param now the time
   */
  public void deadLetterFailed(Delivery delivery, long now) {
    settlement.deadLetterFailed(delivery, now);
  }

  /**
   * A delivery is acknowledged and what its handler made is stored, or neither is.
   *
   * @param delivery the delivery
   * @param failure why neither is, or null
   * @param now the time
   */
  public void completed(Delivery delivery, @Nullable Throwable failure, long now) {
    settlement.completed(delivery, failure, now);
    releaseIdleIfDraining();
    requests.rethrow();
  }

  private void takeBackFromSlow(long now) {
    for (Batch b = workers.nextToTakeBack(now); b != null; b = workers.nextToTakeBack(now)) {
      custody.takeBack(b, now);
    }
  }

  private void timeOut(long now) {
    for (Batch b = workers.nextToCheck(now); b != null; b = workers.nextToCheck(now)) {
      custody.takeBack(b, now);
      if (b.settled > b.seenAtCheck || !b.isInProgress()) {
        workers.checkAgain(b, now);
      } else {
        giveUpOn(b, now);
      }
    }
  }

  /** Leaves a batch to its stuck worker; whatever that one still does is not heard any more. */
  private void giveUpOn(Batch batch, long now) {
    custody.failBegun(batch, new HandlerTimeout(settings.handlerTimeoutNanos()), now);
    workers.abandoned(batch);
    requests.interrupt(batch);
  }

  /** Stops taking and handing out; what is with workers goes on. */
  public void pause() {
    paused = true;
  }

  /** Ends a pause. */
  public void resume() {
    paused = false;
  }

  /**
   * Stops for good: gives everything back that no worker has begun, and what is to be tried again,
   * and waits for the rest.
   *
   * @param now the time
   */
  public void drain(long now) {
    draining = true;
    for (Batch batch : workers.running()) {
      custody.takeBack(batch, now);
    }
    releaseIdleIfDraining();
    requests.rethrow();
  }

  private void releaseIdleIfDraining() {
    if (draining) {
      lanes.clearIdle().forEach(requests::release);
    }
  }

  /**
   * Whether nothing is left to wait for.
   *
   * @return true if nothing is held, and no worker is busy but with what was taken away
   */
  public boolean isDrained() {
    return workers.areIdle() && lanes.held() == 0;
  }

  /**
   * How many deliveries are held.
   *
   * @return the number
   */
  public int held() {
    return lanes.held();
  }

  /**
   * How things stand.
   *
   * @param now the time
   * @return what is held, what it waits for, and whether anything moves
   */
  public Standing standing(long now) {
    boolean full = lanes.held() >= settings.capacity();
    return new Standing(
        lanes.held(),
        lanes.moves(),
        settlement.leaving(),
        settlement.leavingSince(now),
        full,
        full && workers.free() > 0 && !lanes.hasReady());
  }

  /**
   * How many workers are held by handlers that did not return in time.
   *
   * @return the number
   */
  public int stuckWorkers() {
    return workers.stuck();
  }

  /**
   * Whether every worker and every replacement is stuck, so that nothing moves any more.
   *
   * @return true if so
   */
  public boolean isStalled() {
    return workers.stuck() >= 2 * settings.concurrency();
  }

  /**
   * Visits every delivery that is held.
   *
   * @param visitor is given each
   */
  public void forEachHeld(Consumer<Delivery> visitor) {
    lanes.forEachIdle(visitor);
    settlement.forEachLeaving(visitor);
    workers.running().forEach(batch -> batch.forEachHeld(visitor));
  }
}
