package io.busline;

import io.busline.Health.Status;
import io.busline.Subscription.State;
import io.busline.delivery.DeliveryMachine;
import io.busline.delivery.Standing;
import io.busline.spi.Durations;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a subscription has something to do and nothing of it moves. The loop's thread says
 * at each turn how things are; the watch of the bus looks at that, so that it is noticed as well
 * when the loop itself hangs. The broker is asked what waits there only while nothing moves here.
 */
final class Progress {
  private static final long SECOND = 1_000_000_000L;

  /** How often to judge. */
  private static final long EVERY = SECOND;

  /** A loop turns twice a second at least, and a broker answers in milliseconds. */
  private static final long SLOW = 5 * SECOND;

  private static final long DOWN = 30 * SECOND;

  /** How often the broker is asked how much waits there, while nothing moves here. */
  private static final long LAG_EVERY = 30 * SECOND;

  /** By how much more is doubt: a wait of so many times what is explained is an outage. */
  private static final int HOPELESS = 3;

  /** Time moved by hand may run ahead of the threads that it concerns. */
  private static final long GRACE = 2 * SECOND;

  private final TimeSource time;
  private final Supplier<OptionalLong> lag;
  private final SubscriptionStatus status;
  private final long patience;

  /** The loop's; what it writes is seen by who has read {@code turnedAt}. */
  private long moves = -1;

  private long movedAt;
  private long movedAtReal;
  private long leavingSince;
  private int leaving;
  private int held;

  /** Since when there is no room for anything, or {@link Long#MAX_VALUE}. */
  private long fullSince = Long.MAX_VALUE;

  private boolean crowded;
  private volatile long turnedAt = System.nanoTime();

  /** The watch's. */
  private long lookedAt = System.nanoTime();

  /** When it was last known why nothing moves: it was paused, or the broker away. */
  private long excusedAt;

  private long askedAt = System.nanoTime() - LAG_EVERY;
  private final AtomicBoolean asking = new AtomicBoolean();

  /** What waits at the broker, and since when it has been no less; null while nothing does. */
  private volatile @Nullable Backlog backlog;

  private record Backlog(long events, long since) {}

  Progress(
      SubscriptionSettings settings,
      TimeSource time,
      Supplier<OptionalLong> lag,
      SubscriptionStatus status) {
    this.time = time;
    this.lag = lag;
    this.status = status;
    this.movedAt = time.nanos();
    this.excusedAt = movedAt;
    this.patience = explained(settings) + SLOW;
  }

  /** How long an event may rightly rest: as long as a handler may take, and the longest retry. */
  private static long explained(SubscriptionSettings settings) {
    double retry = settings.retry().maxDelay().toNanos() * (1 + settings.retry().jitter());
    double longest = 2.0 * settings.handlerTimeout().toNanos() + retry;
    return (long) Math.min(longest, Long.MAX_VALUE / (2.0 * HOPELESS));
  }

  /** On the loop's thread, at each turn. */
  void turned(DeliveryMachine machine, long now) {
    long real = System.nanoTime();
    Standing standing = machine.standing(now);
    if (standing.moves() != moves) {
      moves = standing.moves();
      movedAt = now;
      movedAtReal = real;
    }
    held = standing.held();
    leaving = standing.leaving();
    leavingSince = standing.leavingSince();
    crowded = standing.isCrowded();
    fullSince = standing.isFull() ? Math.min(fullSince, now) : Long.MAX_VALUE;
    turnedAt = real;
  }

  /** How many deliveries were held at the last turn. Callable by any thread. */
  int held() {
    long seen = turnedAt;
    return seen == 0 ? 0 : held;
  }

  /** On the watch's thread; never anything to look at soon. */
  boolean look() {
    long real = System.nanoTime();
    if (real - lookedAt >= EVERY) {
      lookedAt = real;
      status.stands(judge(real, turnedAt));
    }
    return false;
  }

  private @Nullable Problem judge(long real, long turned) {
    State state = status.state();
    if (state != State.RUNNING && state != State.STALLED) {
      excusedAt = time.nanos();
    }
    if (state == State.CLOSED || state == State.DRAINING || state == State.RECOVERING) {
      return null;
    }
    if (!time.isVirtual() && real - turned >= SLOW) {
      return problem(
          real - turned >= DOWN,
          "its thread has been in a call to the broker for %s; %d events wait here",
          real - turned,
          held);
    }
    if (time.isVirtual() && real - movedAtReal < GRACE) {
      return null;
    }
    long now = time.nanos();
    if (leaving > 0 && now - leavingSince >= SLOW) {
      return problem(
          now - leavingSince >= DOWN,
          "the broker has not said for %s whether it has stored what is to be acknowledged or is a dead letter; %d events wait for that",
          now - leavingSince,
          leaving);
    }
    if (state == State.PAUSED) {
      return null;
    }
    return crowded && now - fullSince >= SLOW
        ? problem(
            false,
            "for %s, all %d events that may be held have waited to be retried, or behind those, and no other key is handled. Raise prefetch, or let retries end sooner",
            now - fullSince,
            held)
        : judgeRest(now);
  }

  private @Nullable Problem judgeRest(long now) {
    if (now - movedAt < SLOW) {
      backlog = null;
      return null;
    }
    askLag(now);
    Backlog there = backlog;
    long since = Math.max(excusedAt, held > 0 || there == null ? movedAt : there.since());
    long events = held + (there == null ? 0 : there.events());
    return events == 0 || now - since < patience
        ? null
        : problem(
            now - since >= HOPELESS * patience,
            "nothing has moved for %s, longer than its handlers and retries explain; %d events wait",
            now - since,
            events);
  }

  private static Problem problem(boolean down, String text, long nanos, long events) {
    return new Problem(
        down ? Status.DOWN : Status.DEGRADED,
        text.formatted(Durations.format(Duration.ofNanos(nanos)), events));
  }

  /** On a thread of its own, for the answer may take as long as it likes. */
  private void askLag(long now) {
    long real = System.nanoTime();
    boolean due = real - askedAt >= Math.min(LAG_EVERY, patience);
    if (due && asking.compareAndSet(false, true)) {
      askedAt = real;
      HandlerThreads.startOwner("lag", () -> seeLag(now));
    }
  }

  private void seeLag(long now) {
    try {
      long events = lag.get().orElse(0);
      Backlog before = backlog;
      long since = before != null && events >= before.events() ? before.since() : now;
      backlog = events == 0 ? null : new Backlog(events, since);
    } catch (Throwable e) {
      backlog = null;
    } finally {
      asking.set(false);
    }
  }
}
