package io.busline.delivery;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which batches are with workers, since when, and when each must be looked at. */
final class Workers {

  /** After how long a worker loses what it has not begun; a multiple of a well-sized batch. */
  private static final long TAKE_BACK_AFTER_NANOS = 5_000_000;

  private final MachineSettings settings;

  /**
   * In the order in which they are to be checked: all limits are equal, so that is the order in
   * which they were handed out or checked last.
   */
  private final Set<Batch> running = new LinkedHashSet<>();

  private final ArrayDeque<Batch> takeBacks = new ArrayDeque<>();
  private int stuck;

  Workers(MachineSettings settings) {
    this.settings = settings;
  }

  /** A stuck worker is replaced, as often as there are workers; beyond that it keeps its place. */
  int free() {
    int lost = Math.max(0, stuck - settings.concurrency());
    return settings.concurrency() - running.size() - lost;
  }

  void started(Batch batch, long now) {
    batch.startedAt = now;
    checkLater(batch, now);
    if (batch.size() > 1 && !settings.whole()) {
      batch.takeBackAt = now + TAKE_BACK_AFTER_NANOS;
      takeBacks.add(batch);
    }
  }

  void checkAgain(Batch batch, long now) {
    running.remove(batch);
    checkLater(batch, now);
  }

  private void checkLater(Batch batch, long now) {
    batch.seenAtCheck = batch.settled;
    batch.checkAt = now + settings.handlerTimeoutNanos();
    running.add(batch);
  }

  void finished(Batch batch) {
    if (batch.stuck) {
      stuck--;
    } else {
      batch.finished = true;
      running.remove(batch);
    }
  }

  /** Counts a worker as stuck and forgets its batch. */
  void abandoned(Batch batch) {
    finished(batch);
    batch.stuck = true;
    stuck++;
  }

  /** A batch whose worker did not finish in time, or null. */
  @Nullable Batch nextToCheck(long now) {
    Batch batch = firstToCheck();
    return batch != null && batch.checkAt <= now ? batch : null;
  }

  private @Nullable Batch firstToCheck() {
    return running.isEmpty() ? null : running.iterator().next();
  }

  /** A batch whose worker is slower than it was thought, or null. */
  @Nullable Batch nextToTakeBack(long now) {
    Batch batch = firstToTakeBack();
    return batch != null && batch.takeBackAt <= now ? takeBacks.poll() : null;
  }

  private @Nullable Batch firstToTakeBack() {
    while (!takeBacks.isEmpty() && takeBacks.element().finished) {
      takeBacks.remove();
    }
    return takeBacks.peek();
  }

  long nextWake() {
    Batch check = firstToCheck();
    Batch takeBack = firstToTakeBack();
    return Math.min(
        check == null ? Long.MAX_VALUE : check.checkAt,
        takeBack == null ? Long.MAX_VALUE : takeBack.takeBackAt);
  }

  List<Batch> running() {
    return List.copyOf(running);
  }

  boolean areIdle() {
    return running.isEmpty();
  }

  int stuck() {
    return stuck;
  }
}
