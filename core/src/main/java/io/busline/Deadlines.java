package io.busline;

import io.busline.error.BrokerException;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ends publishes that the broker never answered. All have the same timeout, so they come due in the
 * order in which they were sent. The thread starts with the first publish that is not answered at
 * once.
 */
final class Deadlines {

  /** How often to look: late by so much is nothing beside a timeout of seconds. */
  private static final long LOOK_EVERY_NANOS = 50_000_000;

  private final TimeSource time;
  private final Duration timeout;
  private final ConcurrentLinkedQueue<PendingPublish> sent = new ConcurrentLinkedQueue<>();
  private final Wakeup wakeup = new Wakeup();
  private final TimeSource.Registration moves;
  private volatile boolean started;
  private volatile boolean closed;

  Deadlines(TimeSource time, Duration timeout) {
    this.time = time;
    this.timeout = timeout;
    this.moves = time.onMove(wakeup::signal);
  }

  void watch(PendingPublish pending) {
    pending.setDeadline(time.nanos() + timeout.toNanos());
    forgetSettled();
    sent.add(pending);
    if (!started) {
      start();
    }
  }

  private void forgetSettled() {
    PendingPublish first = sent.peek();
    while (first != null && first.isSettled()) {
      sent.remove(first);
      first = sent.peek();
    }
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      Thread thread = new Thread(this::watchAll, "busline-publish-deadlines");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void watchAll() {
    while (!closed) {
      long now = time.nanos();
      forgetSettled();
      for (PendingPublish p = sent.peek(); p != null && p.deadline() <= now; p = sent.peek()) {
        sent.remove(p);
        p.unknown(new BrokerException("the broker did not confirm within " + timeout));
      }
      wakeup.await(time.isVirtual() ? Long.MAX_VALUE : LOOK_EVERY_NANOS);
    }
  }

  void close() {
    closed = true;
    moves.close();
    wakeup.signal();
    for (PendingPublish p = sent.poll(); p != null; p = sent.poll()) {
      p.unknown(new BrokerException("the bus was closed before the broker confirmed"));
    }
  }
}
