package io.busline;

import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * One thread of a bus that looks after what else would have to look after itself: publishes that
 * are never answered, subscriptions that do not move. It starts with the first of them, and nothing
 * that it looks after can end it.
 */
final class Watch {

  /** While something is under way. Late by so much is nothing beside a timeout of seconds. */
  private static final long SOON_NANOS = 50_000_000;

  /** While nothing is. */
  private static final long LATER_NANOS = 500_000_000;

  private final List<BooleanSupplier> watched = new CopyOnWriteArrayList<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final Wakeup wakeup = new Wakeup();
  private final TimeSource.Registration moves;
  private volatile boolean slow;
  private volatile boolean closed;

  Watch(TimeSource time) {
    this.moves = time.onMove(wakeup::signal);
  }

  /**
   * Has something looked after.
   *
   * @param look returns whether anything is under way, so that it is to be called again soon
   * @return ends that
   */
  TimeSource.Registration add(BooleanSupplier look) {
    watched.add(look);
    return () -> watched.remove(look);
  }

  /** Something is under way from now on. */
  void begin() {
    if (!started.get() && started.compareAndSet(false, true)) {
      HandlerThreads.startOwner("watch", this::watch);
    } else if (slow) {
      wakeup.signal();
    }
  }

  private void watch() {
    while (!closed) {
      // In this order: what begins while it looks is not left until later.
      slow = true;
      boolean busy = false;
      for (BooleanSupplier look : watched) {
        busy |= looks(look);
      }
      slow &= !busy;
      wakeup.await(busy ? SOON_NANOS : LATER_NANOS);
      Thread.interrupted();
    }
  }

  private static boolean looks(BooleanSupplier look) {
    try {
      return look.getAsBoolean();
    } catch (Throwable e) {
      Log.write(Level.ERROR, "the watch of a bus met an unforeseen failure, and goes on", e);
      return false;
    }
  }

  void close() {
    closed = true;
    moves.close();
    wakeup.signal();
  }
}
