package io.busline.postgres;

import io.busline.error.EventBusException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Writes what groups have done, and their dead letters. It has a transaction of its own, so that
 * nobody's acknowledgement waits for a topic that others append to.
 */
final class GroupWriter extends Writer<GroupWriter.Job<?>> {

  private final Runnable told;

  /** A part of a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T write(Session session) throws SQLException;
  }

  /** Work and its future; work with the same key is done in the order in which it came. */
  static final class Job<T> {
    final String key;
    final boolean telling;
    final CompletableFuture<T> done = new CompletableFuture<>();
    private final Work<T> work;

    Job(String key, boolean telling, Work<T> work) {
      this.key = key;
      this.telling = telling;
      this.work = work;
    }

    Runnable write(Session session) throws SQLException {
      T result = work.write(session);
      return () -> done.complete(result);
    }

    /** Waits until it is committed. */
    T join() {
      try {
        return done.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof EventBusException explained ? explained : e;
      }
    }
  }

  /**
   * A writer that is not started.
   *
   * @param told called when others were told to look, once that is committed
   */
  GroupWriter(Database database, Runnable told) {
    super(database, "groups");
    this.told = told;
  }

  /** Does work in the next transaction and waits until it is committed. */
  <T> T now(String key, Work<T> work) {
    Job<T> job = new Job<>(key, false, work);
    soon(job);
    return job.join();
  }

  @Override
  void prepare(Session open, List<Job<?>> batch) {
    // Rows are made as they are written.
  }

  /** All instances lock rows in the order of their keys, so that none waits in a circle. */
  @Override
  Runnable write(Session open, List<Job<?>> batch) throws SQLException {
    List<Job<?>> sorted = new ArrayList<>(batch);
    sorted.sort(Comparator.comparing(job -> job.key));
    List<Runnable> results = new ArrayList<>();
    for (Job<?> job : sorted) {
      results.add(job.write(open));
    }
    boolean telling = batch.stream().anyMatch(job -> job.telling);
    if (telling) {
      open.update("UPDATE {bus} SET generation = generation + 1");
    }
    return () -> {
      results.forEach(Runnable::run);
      if (telling) {
        told.run();
      }
    };
  }

  @Override
  void fail(Job<?> job, EventBusException cause, boolean unknown) {
    job.done.completeExceptionally(cause);
  }
}
