package io.busline;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds what is published and not yet confirmed, in number and in bytes. Both counts share one
 * word, so that passing costs one atomic operation each way.
 */
final class InFlight {
  private static final int BYTE_BITS = 43;

  /** What fits into the bits left over by the bytes. */
  static final int MAX_EVENTS = (1 << (63 - BYTE_BITS)) - 1;

  static final long MAX_BYTES = (1L << (BYTE_BITS - 1)) - 1;

  private final int maxEvents;
  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();
  private final AtomicInteger waiters = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();

  InFlight(int maxEvents, long maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /** Takes room for an event if there is some; an event larger than all is let through alone. */
  boolean tryEnter(int bytes) {
    long taken = used.get();
    while (hasRoom(taken, bytes)) {
      long after = taken + (1L << BYTE_BITS) + bytes;
      if (used.compareAndSet(taken, after)) {
        return true;
      }
      taken = used.get();
    }
    return false;
  }

  private boolean hasRoom(long taken, int bytes) {
    return events(taken) < maxEvents && (taken == 0 || bytes(taken) + bytes <= maxBytes);
  }

  /** Takes room for an event, waiting for it; false if there was none in time. */
  boolean enter(int bytes, long nanos) throws InterruptedException {
    if (tryEnter(bytes)) {
      return true;
    }
    long left = nanos;
    lock.lockInterruptibly();
    try {
      waiters.incrementAndGet();
      while (!tryEnter(bytes)) {
        if (left <= 0) {
          return false;
        }
        left = freed.awaitNanos(left);
      }
      return true;
    } finally {
      waiters.decrementAndGet();
      lock.unlock();
    }
  }

  void leave(int bytes) {
    used.addAndGet(-((1L << BYTE_BITS) + bytes));
    if (waiters.get() > 0) {
      lock.lock();
      try {
        freed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits until nothing is in flight; returns how many events still are. */
  int awaitEmpty(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    lock.lockInterruptibly();
    try {
      waiters.incrementAndGet();
      while (used.get() > 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        freed.await(left, TimeUnit.NANOSECONDS);
      }
      return events(used.get());
    } finally {
      waiters.decrementAndGet();
      lock.unlock();
    }
  }

  int events() {
    return events(used.get());
  }

  Unconfirmed unconfirmed() {
    long taken = used.get();
    return new Unconfirmed(events(taken), bytes(taken));
  }

  private static int events(long packed) {
    return (int) (packed >>> BYTE_BITS);
  }

  private static long bytes(long packed) {
    return packed & ((1L << BYTE_BITS) - 1);
  }

  @Override
  public String toString() {
    return "%d events or %d bytes".formatted(maxEvents, maxBytes);
  }
}
