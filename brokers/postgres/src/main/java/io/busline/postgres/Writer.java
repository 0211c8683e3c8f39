package io.busline.postgres;

import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.spi.Wakeup;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A thread that writes. It takes all work there is and does it in one transaction: a commit costs
 * about the same for one event as for hundreds, so callers that wait at the same time share it.
 * Work is handed in by any thread; what is protected runs in the writer's.
 *
 * @param <T> a piece of work
 */
abstract class Writer<T> implements AutoCloseable {

  /** Enough to make a commit's cost small for each, few enough to keep it within some 10 ms. */
  private static final int MAX_WORK = 500;

  /** How long work that nobody waits for may wait for company. */
  private static final long PATIENCE_NANOS = 20_000_000;

  private static final int ATTEMPTS = 5;

  private static final System.Logger LOG = System.getLogger(Writer.class.getName());

  private final Database database;
  private final Queue<T> urgent = new ConcurrentLinkedQueue<>();
  private final Queue<T> patient = new ConcurrentLinkedQueue<>();
  private final Wakeup wakeup = new Wakeup();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile @Nullable String problem;

  /** The thread's own; null until needed and after a failure. */
  private @Nullable Session session;

  Writer(Database database, String name) {
    this.database = database;
    this.thread = new Thread(this::run, "busline-postgres-" + name);
    thread.setDaemon(true);
  }

  final void start() {
    thread.start();
  }

  /** Does what has to be committed before the transaction that writes a batch. */
  abstract void prepare(Session open, List<T> batch) throws SQLException;

  /** Does a part of a transaction; returns what to do when it is committed. */
  abstract Runnable write(Session open, List<T> batch) throws SQLException;

  /** A transaction was rolled back. */
  void forget() {}

  /** Work is not done, or nobody can tell. */
  abstract void fail(T work, EventBusException cause, boolean unknown);

  /** Has work done in the next transaction. */
  final void soon(T work) {
    hand(urgent, work);
  }

  /** Has work done that may wait a little for company. */
  final void later(T work) {
    hand(patient, work);
  }

  private void hand(Queue<T> queue, T work) {
    queue.add(work);
    wakeup.signal();
    if (ended && queue.remove(work)) {
      fail(work, new BrokerException("the bus is closed. Open a new one"), false);
    }
  }

  /** Why writing does not work at the moment. */
  final Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private void run() {
    for (List<T> batch = next(); !batch.isEmpty(); batch = next()) {
      transact(batch);
    }
    discardSession();
  }

  /** Waits for work; there is none at the end only. */
  private List<T> next() {
    List<T> batch = new ArrayList<>();
    boolean ripe = false;
    while (true) {
      boolean last = closing;
      take(urgent, batch);
      if (!batch.isEmpty() || ripe || last) {
        take(patient, batch);
      }
      if (!batch.isEmpty() || last) {
        return batch;
      }
      if (patient.isEmpty()) {
        wakeup.await(Long.MAX_VALUE);
      } else {
        ripen();
        ripe = true;
      }
    }
  }

  private void ripen() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (urgent.isEmpty() && !closing && end - System.nanoTime() > 0) {
      wakeup.await(end - System.nanoTime());
    }
  }

  private void take(Queue<T> queue, List<T> batch) {
    while (batch.size() < MAX_WORK) {
      T work = queue.poll();
      if (work == null) {
        return;
      }
      batch.add(work);
    }
  }

  private void transact(List<T> batch) {
    for (int attempt = 1; ; attempt++) {
      boolean stale = session != null;
      boolean committing = false;
      try {
        Session open = session();
        prepare(open, batch);
        database.limit(open);
        Runnable committed = write(open, batch);
        committing = true;
        open.commit();
        problem = null;
        committed.run();
        return;
      } catch (SQLException | RuntimeException | Error e) {
        discardSession();
        boolean unknown = committing && Failures.leavesOpen(e);
        boolean again = Failures.isConflict(e) || (stale && Failures.isConnection(e));
        if (!unknown && again && attempt < ATTEMPTS) {
          continue;
        }
        if (Failures.isData(e) && batch.size() > 1) {
          batch.forEach(work -> transact(List.of(work)));
        } else {
          fail(batch, e, unknown);
        }
        return;
      }
    }
  }

  private void fail(List<T> batch, Throwable e, boolean unknown) {
    EventBusException cause = database.explain("writing to", e);
    if (!Failures.isData(e)) {
      if (problem == null) {
        LOG.log(System.Logger.Level.WARNING, cause.getMessage());
      }
      problem = cause.getMessage();
    }
    batch.forEach(work -> fail(work, cause, unknown));
  }

  private Session session() throws SQLException {
    Session open = session;
    if (open == null) {
      open = database.open().transactional();
      session = open;
    }
    return open;
  }

  private void discardSession() {
    forget();
    if (session != null) {
      session.close();
      session = null;
    }
  }

  /** Does what was handed in, and ends. */
  @Override
  public void close() {
    closing = true;
    wakeup.signal();
    Watch.end(thread);
    ended = true;
    List<T> late = new ArrayList<>(urgent);
    late.addAll(patient);
    for (T work : late) {
      if (urgent.remove(work) || patient.remove(work)) {
        fail(work, new BrokerException("the bus is closed. Open a new one"), false);
      }
    }
  }
}
