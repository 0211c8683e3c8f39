package io.busline;

import io.busline.Health.Status;
import io.busline.error.BrokerException;
import io.busline.spi.Durations;
import io.busline.spi.TimeSource;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends publishes that the broker never answered, and says before that that they wait. All have the
 * same timeout, so they come due in the order in which they were sent. What was answered is
 * forgotten wherever it stands, so that one that is not keeps none of those behind it.
 */
final class Deadlines {

  /** A broker that works confirms in milliseconds, one that is busy within a second. */
  private static final long SLOW_NANOS = 2_000_000_000L;

  private static final long DOWN_NANOS = 10_000_000_000L;

  /** After so long, what was not confirmed in time says little of what would be now. */
  private static final long STALE_NANOS = 60_000_000_000L;

  /** How many are added at least before the answered ones are looked for. */
  private static final int SWEEP_AFTER = 64;

  private final TimeSource time;
  private final Duration timeout;
  private final InFlight inFlight;
  private final Signals signals;
  private final Watch watch;
  private final ConcurrentLinkedQueue<PendingPublish> sent = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean sweeping = new AtomicBoolean();

  /** Several threads count here, and it does not matter that they miss some. */
  private int addedSinceSweep;

  /** Whether a deadline was missed and nothing confirmed since, and when that was. */
  private volatile boolean missed;

  private volatile long missedAt;
  private volatile boolean closed;
  private Status told = Status.UP;

  Deadlines(BusSettings settings, InFlight inFlight, Signals signals, Watch watch) {
    this.time = settings.time();
    this.timeout = settings.publishTimeout();
    this.inFlight = inFlight;
    this.signals = signals;
    this.watch = watch;
    watch.add(this::look);
  }

  void watch(PendingPublish pending) {
    pending.setDeadline(time.nanos() + timeout.toNanos());
    forgetSettled();
    sent.add(pending);
    watch.begin();
    if (closed) {
      endAll();
    }
  }

  /** Looks at as many as were added and are in flight, so that each is looked at some times. */
  private void forgetSettled() {
    for (PendingPublish p = sent.peek(); p != null && p.isSettled(); p = sent.peek()) {
      sent.remove(p);
    }
    if (++addedSinceSweep > SWEEP_AFTER + inFlight.events()
        && sweeping.compareAndSet(false, true)) {
      addedSinceSweep = 0;
      sent.removeIf(PendingPublish::isSettled);
      sweeping.set(false);
    }
  }

  private boolean look() {
    long now = time.nanos();
    PendingPublish first = oldest();
    while (first != null && first.deadline() <= now) {
      sent.remove(first);
      missedAt = now;
      missed = true;
      first.unknown(new BrokerException("the broker did not confirm within " + timeout));
      first = oldest();
    }
    tell();
    return first != null;
  }

  private @Nullable PendingPublish oldest() {
    PendingPublish first = sent.peek();
    while (first != null && first.isSettled()) {
      sent.remove(first);
      first = sent.peek();
    }
    return first;
  }

  /** Something is confirmed, so the broker works again. On the hot path. */
  void confirmed() {
    if (missed) {
      missed = false;
    }
  }

  /** What is wrong before a deadline says so, and after one until something is confirmed. */
  Optional<Problem> problem() {
    PendingPublish first = oldest();
    long waited = first == null ? 0 : time.nanos() - (first.deadline() - timeout.toNanos());
    if (waited >= Math.min(SLOW_NANOS, timeout.toNanos() / 2)) {
      Status status = waited >= DOWN_NANOS ? Status.DOWN : Status.DEGRADED;
      return Optional.of(
          new Problem(
              status,
              "publishing: %d events wait for the broker's confirmation, the first for %s"
                  .formatted(inFlight.events(), Durations.format(Duration.ofNanos(waited)))));
    }
    return missed && time.nanos() - missedAt < STALE_NANOS
        ? Optional.of(
            new Problem(
                Status.DEGRADED,
                "publishing: the broker did not confirm within "
                    + Durations.format(timeout)
                    + ", and has confirmed nothing since"))
        : Optional.empty();
  }

  /** On the watch's thread. */
  private void tell() {
    Optional<Problem> problem = problem();
    Status now = problem.map(Problem::status).orElse(Status.UP);
    if (now != told) {
      told = now;
      String detail = problem.map(Problem::text).orElse("publishing: the broker confirms again");
      Log.write(now == Status.UP ? Level.INFO : Level.WARNING, detail);
      signals.broadcast(new Signal.HealthChanged("publishing", now, detail));
    }
  }

  void close() {
    closed = true;
    endAll();
  }

  private void endAll() {
    for (PendingPublish p = sent.poll(); p != null; p = sent.poll()) {
      p.unknown(new BrokerException("the bus was closed before the broker confirmed"));
    }
  }
}
