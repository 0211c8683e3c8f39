package io.busline.outbox;

import io.busline.spi.TimeSource;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Forgets now and then what an inbox has handled long ago, where no relay does it. */
final class InboxPruning implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final DataSource dataSource;
  private final InboxMarks marks;
  private final Duration retention;
  private final TimeSource time;
  private final CountDownLatch closing = new CountDownLatch(1);

  InboxPruning(DataSource dataSource, InboxMarks marks, Duration retention, TimeSource time) {
    this.dataSource = dataSource;
    this.marks = marks;
    this.retention = retention;
    this.time = time;
  }

  InboxPruning start() {
    Thread thread = new Thread(this::run, "busline-inbox-pruning");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void run() {
    try {
      do {
        prune();
      } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void prune() {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(true);
      boolean more = true;
      while (more && closing.getCount() > 0) {
        more = marks.pruneSome(connection, time.now(), retention);
      }
    } catch (SQLException | RuntimeException e) {
      Log.write(Level.DEBUG, "what an inbox has handled long ago is forgotten later: " + e);
    }
  }

  /** Does not wait: a statement that is under way does no harm. */
  @Override
  public void close() {
    closing.countDown();
  }
}
