package io.busline.outbox;

import io.busline.Health;
import io.busline.spi.Durations;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the table holds, on a thread of its own. It looks when somebody in this process
 * has committed, and otherwise at intervals that grow while nothing comes. Any thread may wake and
 * close it.
 */
final class Relay implements Runnable {
  /** Between two looks while events come; below it, looking would cost more than it saves. */
  private static final long SHORTEST_NANOS = 10_000_000;

  private static final long TROUBLE_NANOS = 1_000_000_000;
  private static final Duration PRUNED_EVERY = Duration.ofMinutes(10);

  private final Session session;
  private final Membership membership;
  private final Reading reading;
  private final Sending sending;
  private final Lanes lanes;
  private final InboxMarks marks;
  private final RelaySettings settings;
  private final TimeSource time;
  private final Wakeup wakeup;
  private final Thread thread = new Thread(this, "busline-outbox");

  /** Set by others: something was stored, and may be committed by now or soon. */
  private volatile boolean expecting;

  private volatile boolean closing;
  private volatile long endBy;
  private volatile @Nullable String trouble;

  /** When it last began or ended a look. */
  private volatile long movedAt;

  private long interval = SHORTEST_NANOS;
  private long lastLook;
  private long pruneAt;

  Relay(
      Session session,
      Membership membership,
      Reading reading,
      Sending sending,
      Lanes lanes,
      InboxMarks marks,
      RelaySettings settings,
      TimeSource time,
      Wakeup wakeup) {
    this.session = session;
    this.membership = membership;
    this.reading = reading;
    this.sending = sending;
    this.lanes = lanes;
    this.marks = marks;
    this.settings = settings;
    this.time = time;
    this.wakeup = wakeup;
    this.movedAt = time.nanos();
    this.lastLook = time.nanos() - settings.idlePoll().toNanos();
    this.pruneAt = time.nanos() + PRUNED_EVERY.toNanos() / 10;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Events are committed, or about to be. */
  void wake() {
    // Once is enough until it looks; more would wake its thread for nothing.
    if (!expecting) {
      expecting = true;
      wakeup.signal();
    }
  }

  @Override
  public void run() {
    while (!closing) {
      try {
        movedAt = time.nanos();
        Connection connection = session.connection();
        step(connection);
        wellAgain();
        movedAt = time.nanos();
        wakeup.await(nextDue() - time.nanos());
      } catch (Throwable e) { // An error, too: without this thread nothing would ever move.
        troubled(e);
        wakeup.await(TROUBLE_NANOS);
      }
    }
    end();
  }

  private void step(Connection connection) throws SQLException {
    boolean beat = membership.due() - time.nanos() <= 0;
    if (beat) {
      membership.beat(connection);
    }
    sending.takeAnswers(connection);
    if (beat || reading.hasToLetGo()) {
      // Else whoever reads those slots next would publish once more what is confirmed.
      sending.delete(connection, true);
      reading.follow(connection);
    }
    look(connection);
    sending.send();
    sending.delete(connection, false);
    if (pruneAt - time.nanos() <= 0) {
      boolean more = marks.pruneSome(connection, time.now(), settings.inboxRetention());
      pruneAt = time.nanos() + (more ? 0 : PRUNED_EVERY.toNanos());
    }
  }

  private void look(Connection connection) throws SQLException {
    if (expecting) {
      interval = SHORTEST_NANOS;
    }
    long now = time.nanos();
    if (lastLook + interval - now > 0) {
      return;
    }
    expecting = false;
    lastLook = now;
    interval =
        reading.read(connection)
            ? SHORTEST_NANOS
            : Math.min(interval * 2, settings.idlePoll().toNanos());
  }

  private long nextDue() {
    long due = Math.min(membership.due(), lastLook + interval);
    Long retry = lanes.nextRetry();
    Long deletion = sending.deletionDue();
    Long rate = sending.sendingDue();
    due = retry == null ? due : Math.min(due, retry);
    due = Math.min(rate == null ? due : Math.min(due, rate), pruneAt);
    return deletion == null ? due : Math.min(due, deletion);
  }

  private void troubled(Throwable e) {
    session.close();
    if (trouble == null && !closing) {
      Log.write(
          Level.WARNING,
          "the relay of an outbox cannot go on and tries again every second; events wait in their table: "
              + Reason.of(e));
    }
    trouble = "outbox: its relay cannot go on: " + Reason.of(e);
  }

  private void wellAgain() {
    if (trouble != null) {
      trouble = null;
      Log.write(Level.INFO, "the relay of an outbox goes on");
    }
  }

  Health health() {
    List<String> problems = new ArrayList<>();
    String database = trouble == null ? stuck() : trouble;
    String broker = sending.failing();
    if (database != null) {
      problems.add(database);
    }
    if (broker != null) {
      problems.add("outbox: events wait for another attempt: " + broker);
    }
    Health.Status status =
        database != null
            ? Health.Status.DOWN
            : broker != null ? Health.Status.DEGRADED : Health.Status.UP;
    return new Health(status, problems);
  }

  /** It looks at the latest when its poll is due or a sign of life; beyond that, a call hangs. */
  private @Nullable String stuck() {
    long most = settings.lease().plus(settings.idlePoll()).toNanos();
    return closing || time.nanos() - movedAt < most
        ? null
        : "outbox: its relay has waited for the database for more than "
            + Durations.format(settings.lease());
  }

  long published() {
    return sending.published();
  }

  /** Sends nothing more, waits for the answers under way, and leaves its slots to others. */
  void close(Duration timeout) {
    endBy = time.nanos() + timeout.toNanos();
    closing = true;
    wakeup.signal();
    try {
      thread.join(timeout.toMillis() + 1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    try {
      Connection connection = session.connection();
      sending.takeAnswers(connection);
      while (sending.unanswered() > 0 && endBy - time.nanos() > 0) {
        wakeup.await(endBy - time.nanos());
        sending.takeAnswers(connection);
      }
      sending.delete(connection, true);
      membership.leave(connection);
    } catch (Throwable e) {
      Log.write(
          Level.INFO,
          "the relay of an outbox ended without leaving its slots; others take them when its lease is over: "
              + e);
    } finally {
      session.close();
    }
  }
}
