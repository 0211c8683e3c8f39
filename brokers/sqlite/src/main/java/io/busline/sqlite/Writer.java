package io.busline.sqlite;

import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * The one thread of a broker that writes. It takes all work there is, does it in one transaction,
 * and tells everybody when that is on the disk: a commit costs about the same for one event as for
 * hundreds, so callers that wait at the same time share it. Safe for use by several threads.
 */
final class Writer implements AutoCloseable {

  /** Enough to make a commit's cost small per event, few enough to keep it within some 10 ms. */
  private static final int MAX_WEIGHT = 1_000;

  /**
   * How long work that nobody waits for may wait for company. An acknowledgement that is lost only
   * repeats a delivery; without a publisher, 50 commits a second keep the disk nearly idle.
   */
  private static final long PATIENCE_NANOS = 20_000_000;

  /**
   * After how many events retention gets a turn even if there is more to do. It deletes twice as
   * many in one, so that it keeps up with any load.
   */
  private static final int TEND_AFTER = Retention.CHUNK / 2;

  private static final long AFTER_FAILURE_NANOS = 1_000_000_000;

  /** How often to look whether the files are in place while nobody writes. */
  private static final long LOOK_NANOS = 1_000_000_000;

  private static final System.Logger LOG = System.getLogger(Writer.class.getName());

  private final Database database;
  private final TimeSource time;
  private final Retention retention;
  private final Consumer<Growth> news;
  private final EventLog log = new EventLog();
  private final Queue<Job<?>> urgent = new ConcurrentLinkedQueue<>();
  private final Queue<Job<?>> patient = new ConcurrentLinkedQueue<>();
  private final Wakeup wakeup = new Wakeup();
  private final TimeSource.Registration moves;
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile @Nullable String problem;

  /** The thread's own; null until needed and after a failure. */
  private @Nullable Session session;

  /** Whether what is patient has waited enough; the thread's own. */
  private boolean ripe;

  /** A part of a transaction; an exception fails all of it. */
  @FunctionalInterface
  interface Work<T> {
    T write(Session session) throws SQLException;
  }

  /** Says that a transaction failed in a way that leaves open whether it is on the disk. */
  static final class UnknownOutcome extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final EventBusException explained;

    UnknownOutcome(EventBusException explained) {
      super(explained);
      this.explained = explained;
    }
  }

  Writer(Database database, TimeSource time, Retention retention, Consumer<Growth> news) {
    this.database = database;
    this.time = time;
    this.retention = retention;
    this.news = news;
    this.moves = time.onMove(wakeup::signal);
    this.thread = new Thread(this::run, "busline-sqlite-writer");
    thread.setDaemon(true);
    thread.start();
  }

  /** The log, for work to append to. */
  EventLog log() {
    return log;
  }

  /** Does work in the next transaction; weighs it in events. */
  <T> CompletableFuture<T> soon(int weight, Work<T> work) {
    return hand(urgent, new Job<>(work, weight));
  }

  /** Does work that may wait a little for company. */
  <T> CompletableFuture<T> later(Work<T> work) {
    return hand(patient, new Job<>(work, 1));
  }

  /** Does work in the next transaction and waits until it is on the disk. */
  <T> T now(Work<T> work) {
    try {
      return soon(1, work).join();
    } catch (CompletionException e) {
      Throwable cause =
          e.getCause() instanceof UnknownOutcome ? e.getCause().getCause() : e.getCause();
      throw cause instanceof EventBusException explained ? explained : e;
    }
  }

  private <T> CompletableFuture<T> hand(Queue<Job<?>> queue, Job<T> job) {
    queue.add(job);
    wakeup.signal();
    if (ended && queue.remove(job)) {
      job.done.completeExceptionally(closed());
    }
    return job.done;
  }

  /** Why writing does not work at the moment. A broken disk is tried again meanwhile. */
  Optional<String> problem() {
    String found = problem;
    if (found != null && patient.isEmpty()) {
      var unused = later(Retention::touch);
    }
    return Optional.ofNullable(found);
  }

  private void run() {
    long tendAt = time.nanos();
    long lookAt = tendAt + LOOK_NANOS;
    int weight = 0;
    while (true) {
      List<Job<?>> batch = next();
      if (!batch.isEmpty()) {
        transact(batch);
        weight += batch.stream().mapToInt(job -> job.weight).sum();
      } else if (closing) {
        break;
      }
      if ((batch.isEmpty() || weight >= TEND_AFTER) && time.nanos() - tendAt >= 0) {
        tendAt = time.nanos() + tend();
        weight = 0;
      } else if (batch.isEmpty()) {
        await(Math.min(tendAt, lookAt));
      }
      if (batch.isEmpty() && time.nanos() - lookAt >= 0) {
        look();
        lookAt = time.nanos() + LOOK_NANOS;
      }
    }
    if (session != null) {
      session.close();
    }
  }

  private List<Job<?>> next() {
    List<Job<?>> batch = new ArrayList<>();
    int weight = 0;
    while (weight < MAX_WEIGHT && take(urgent, batch)) {
      weight += batch.get(batch.size() - 1).weight;
    }
    // What is patient goes along; alone, it waits for company: see await().
    if (!batch.isEmpty() || closing || ripe) {
      ripe = false;
      while (take(patient, batch)) {}
    }
    return batch;
  }

  private static boolean take(Queue<Job<?>> queue, List<Job<?>> batch) {
    Job<?> job = queue.poll();
    return job != null && batch.add(job);
  }

  private void await(long tendAt) {
    if (patient.isEmpty()) {
      wakeup.await(time.isVirtual() ? Long.MAX_VALUE : tendAt - time.nanos());
      return;
    }
    long end = time.nanos() + PATIENCE_NANOS;
    do {
      wakeup.await(end - time.nanos());
    } while (urgent.isEmpty() && !closing && end - time.nanos() > 0 && !time.isVirtual());
    ripe = true;
  }

  private void transact(List<Job<?>> batch) {
    boolean committing = false;
    try {
      database.requireInPlace();
      Session open = session();
      open.beginWrite();
      for (Job<?> job : batch) {
        job.write(open);
      }
      Growth growth = log.finish();
      committing = true;
      open.commit();
      database.requireInPlace();
      problem = null;
      news.accept(growth);
    } catch (SQLException | RuntimeException | Error e) {
      fail(batch, e, committing);
      return;
    }
    batch.forEach(Job::commit);
  }

  private void fail(List<Job<?>> batch, Throwable e, boolean committing) {
    discardSession();
    database.salvage();
    EventBusException cause = database.explain("writing to", e);
    if (problem == null) {
      LOG.log(System.Logger.Level.WARNING, cause.getMessage());
    }
    problem = cause.getMessage();
    // A full disk shows before the frame that commits is complete; any other error of COMMIT may
    // come after it, and recovery would find the transaction whole.
    boolean unknown = committing && Database.code(e) != SQLiteErrorCode.SQLITE_FULL;
    Throwable outcome = unknown ? new UnknownOutcome(cause) : cause;
    batch.forEach(job -> job.done.completeExceptionally(outcome));
  }

  /** What was confirmed before may be in a log that nobody finds any more. */
  private void look() {
    try {
      database.requireWhole();
    } catch (EventBusException e) {
      fail(List.of(), e, false);
    }
  }

  private Session session() throws SQLException {
    Session open = session;
    if (open == null) {
      open = database.open();
      session = open;
    }
    return open;
  }

  private void discardSession() {
    log.forget();
    if (session != null) {
      session.rollback();
      session.close();
      session = null;
    }
  }

  private long tend() {
    try {
      database.requireInPlace();
      return retention.tend(session());
    } catch (SQLException | RuntimeException e) {
      discardSession();
      LOG.log(System.Logger.Level.WARNING, database.explain("tending", e).getMessage());
      return AFTER_FAILURE_NANOS;
    }
  }

  BrokerException closed() {
    return new BrokerException("%s is closed. Open a new bus".formatted(database.file()));
  }

  /** Does what was handed in, and ends. */
  @Override
  public void close() {
    closing = true;
    wakeup.signal();
    Watch.end(thread);
    ended = true;
    List<Job<?>> late = new ArrayList<>();
    while (take(urgent, late) || take(patient, late)) {}
    late.forEach(job -> job.done.completeExceptionally(closed()));
    moves.close();
  }
}
