package io.busline.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cluster for a sign of life now and then, because its client tells nobody when it has
 * lost every connection; and has those look around who are interested in new topics.
 */
final class Reachability implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long ENDS_WITHIN_MILLIS = 2_000;

  private final Cluster cluster;
  private final Pulse pulse;
  private final Thread thread;
  private final Semaphore hurry = new Semaphore(0);
  private final List<Runnable> rounds = new CopyOnWriteArrayList<>();
  private volatile boolean lost;
  private volatile @Nullable String trouble;
  private volatile boolean closed;

  Reachability(Cluster cluster) {
    this.cluster = cluster;
    this.pulse = new Pulse(cluster);
    this.thread = new Thread(this::run, "busline-kafka-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Has something done in every round. */
  void everyRound(Runnable action) {
    rounds.add(action);
  }

  void noMore(Runnable action) {
    rounds.remove(action);
  }

  /** Does not wait for the next round. */
  void hurry() {
    hurry.release();
  }

  Optional<String> problem() {
    return lost
        ? Optional.of("%s is out of reach; it is tried again".formatted(cluster.place()))
        : Optional.ofNullable(trouble);
  }

  /**
   * Asks again what was not answered in time, as long as a request may take; but not a cluster that
   * is out of reach. Blocks.
   *
   * @throws TimeoutException if there is no answer
   */
  <T> T patiently(Supplier<T> question) {
    long start = System.nanoTime();
    while (true) {
      try {
        return question.get();
      } catch (TimeoutException e) {
        boolean over = System.nanoTime() - start > ClientProperties.REQUEST.toNanos();
        if (over || lost || closed) {
          throw e;
        }
      }
    }
  }

  private void run() {
    while (!closed) {
      try {
        round();
      } catch (InterruptedException e) {
        // It ends when it is closed, and for no other reason.
        LOG.log(Level.TRACE, "interrupted");
      }
    }
  }

  private void round() throws InterruptedException {
    long start = System.nanoTime();
    if (answers()) {
      rounds.forEach(this::attempt);
    }
    pause(ASK_EVERY_NANOS - (System.nanoTime() - start));
  }

  /** Whatever the client does instead of asking, this thread goes on. */
  private boolean answers() throws InterruptedException {
    try {
      boolean answers = pulse.beats();
      if (!closed) {
        note(!answers);
      }
      trouble = null;
      return answers;
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) {
      if (trouble == null) {
        LOG.log(Level.ERROR, "asking %s failed".formatted(cluster.place()), e);
      }
      trouble = "asking %s failed: %s".formatted(cluster.place(), Failures.explain(e));
      return false;
    }
  }

  private void note(boolean isLost) {
    if (isLost != lost) {
      lost = isLost;
      LOG.log(
          isLost ? Level.WARNING : Level.INFO,
          isLost ? "{0} is out of reach" : "{0} is back",
          cluster.place());
    }
  }

  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (Exception e) {
      LOG.log(Level.DEBUG, "looking around failed: {0}", Failures.explain(e));
    } catch (Throwable e) {
      LOG.log(Level.WARNING, "looking around failed", e);
    }
  }

  private void pause(long nanos) throws InterruptedException {
    boolean asked = hurry.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    hurry.drainPermits();
    LOG.log(Level.TRACE, asked ? "a round that was asked for" : "a round");
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(ENDS_WITHIN_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
