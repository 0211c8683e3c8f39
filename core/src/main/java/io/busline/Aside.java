package io.busline;

import io.busline.spi.Wakeup;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does what users have code in, one after another, on a thread of its own: so that whoever has
 * something done never runs that code, nor waits for it. What takes long loses its turn, and
 * another thread goes on behind it. The threads are there only while there is something to do.
 */
final class Aside {

  /** Longer than code that computes, shorter than anybody notices. */
  private static final long LONG_NANOS = 20_000_000;

  /** How long a thread waits for more; starting one costs some 50 µs. */
  private static final long IDLE_NANOS = 200_000_000;

  private final String name;
  private final int mostThreads;
  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Turn> current = new AtomicReference<>();
  private final AtomicInteger threads = new AtomicInteger();

  /**
   * Creates one without a thread.
   *
   * @param name of its threads
   * @param mostThreads how many may be held by what takes long; the rest waits then
   */
  Aside(String name, int mostThreads) {
    this.name = name;
    this.mostThreads = mostThreads;
  }

  /** Has something done; returns at once and throws nothing. */
  void add(Runnable action) {
    waiting.add(action);
    Turn turn = current.get();
    if (turn == null) {
      begin(null);
    } else {
      turn.wakeup.signal();
    }
  }

  /** Gives what waits behind something long to another thread; to be called now and then. */
  boolean look() {
    Turn turn = current.get();
    if (!waiting.isEmpty() && (turn == null || turn.takesLong())) {
      begin(turn);
    }
    return turn != null;
  }

  /** Lets another thread go on if this is the one whose turn it is, as it is about to wait. */
  void stepAside() {
    Turn turn = current.get();
    if (turn != null && turn.thread == Thread.currentThread()) {
      current.compareAndSet(turn, null);
      look();
    }
  }

  private void begin(@Nullable Turn instead) {
    Turn turn = new Turn();
    if (threads.get() < mostThreads && current.compareAndSet(instead, turn)) {
      turn.start();
    }
  }

  /** Waits until what was added before is done, but for what takes long; not on a thread of its. */
  void awaitDone(long nanos) {
    Turn turn = current.get();
    if (turn == null || turn.thread == Thread.currentThread()) {
      return;
    }
    CompletableFuture<Void> reached = new CompletableFuture<>();
    add(() -> reached.complete(null));
    try {
      reached.get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // Then it is done later.
    }
  }

  /** A thread, which goes on as long as it is its turn. */
  private final class Turn implements Runnable {
    final Thread thread = new Thread(this, name);
    final Wakeup wakeup = new Wakeup();

    /** Since when it does what it does; 0 while it does nothing. */
    private volatile long since;

    void start() {
      threads.incrementAndGet();
      try {
        thread.setDaemon(true);
        thread.start();
      } catch (Throwable e) {
        threads.decrementAndGet();
        current.compareAndSet(this, null);
        Log.write(Level.ERROR, "no thread can be started for " + name + "; it is tried again", e);
      }
    }

    boolean takesLong() {
      long began = since;
      return began != 0 && System.nanoTime() - began > LONG_NANOS;
    }

    @Override
    public void run() {
      try {
        while (current.get() == this || current.compareAndSet(null, this)) {
          Runnable next = waiting.poll();
          if (next != null) {
            since = System.nanoTime() | 1;
            carryOut(next);
            since = 0;
          } else if (!wakeup.await(IDLE_NANOS)) {
            current.compareAndSet(this, null);
            if (waiting.isEmpty()) {
              return;
            }
          }
        }
      } finally {
        threads.decrementAndGet();
      }
    }

    private void carryOut(Runnable action) {
      try {
        action.run();
      } catch (Throwable e) {
        Log.write(Level.WARNING, name + " came upon something that fails", e);
      } finally {
        Thread.interrupted();
      }
    }
  }
}
