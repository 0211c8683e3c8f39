package io.busline.outbox;

import io.busline.EventBus;
import io.busline.PreparedEvent;
import io.busline.Receipt;
import io.busline.error.DecodingException;
import io.busline.outbox.RelayTables.Burial;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to the bus, many at a time, of each key one after another, and deals with the
 * answers. For the relay's thread.
 */
final class Sending {
  /** Deleted together: so many, or what has waited so long. */
  private static final int DELETED_TOGETHER = 500;

  private static final long DELETED_AFTER_NANOS = 50_000_000;

  private static final long SECOND = 1_000_000_000;

  /** How much of a limited rate is made up for, when a relay was late. */
  private static final long RATE_BURST_NANOS = 20_000_000;

  private final EventBus bus;
  private final RelayTables tables;
  private final RelaySettings settings;
  private final String relay;
  private final Membership membership;
  private final Lanes lanes;
  private final TimeSource time;
  private final Wakeup wakeup;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Row> confirmed = new ArrayList<>();
  private final AtomicLong published = new AtomicLong();
  private long confirmedSince;
  private int unanswered;
  private long unansweredBytes;
  private volatile @Nullable String failing;

  /** When the next event may be sent, where the rate is limited. */
  private long nextAt;

  private record Answer(Lane lane, Row row, @Nullable Throwable failure) {}

  Sending(
      EventBus bus,
      RelayTables tables,
      RelaySettings settings,
      String relay,
      Membership membership,
      Lanes lanes,
      TimeSource time,
      Wakeup wakeup) {
    this.bus = bus;
    this.tables = tables;
    this.settings = settings;
    this.relay = relay;
    this.membership = membership;
    this.lanes = lanes;
    this.time = time;
    this.wakeup = wakeup;
    this.nextAt = time.nanos();
  }

  /** How many events were published, ever. Any thread may ask. */
  long published() {
    return published.get();
  }

  /** Why keys wait for another attempt, or null. Any thread may ask. */
  @Nullable String failing() {
    return failing;
  }

  int unanswered() {
    return unanswered;
  }

  /** Sends what may be sent. */
  void send() {
    while (unanswered < RelaySettings.MAX_UNANSWERED
        && unansweredBytes < RelaySettings.MAX_UNANSWERED_BYTES) {
      long now = time.nanos();
      if (settings.maxRate() > 0 && nextAt - now > 0) {
        return;
      }
      Lane lane = lanes.next(now);
      if (lane == null) {
        return;
      }
      if (!membership.maySend(lane.slot, now)) {
        lanes.putBack(lane);
        return;
      }
      send(lane);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The answer is all there is to it.
  private void send(Lane lane) {
    Row row = lane.rows.element();
    if (settings.maxRate() > 0) {
      nextAt = Math.max(nextAt, time.nanos() - RATE_BURST_NANOS) + SECOND / settings.maxRate();
    }
    lane.sentAfter = published.get();
    lanes.sent(lane);
    unanswered++;
    unansweredBytes += row.bytes();
    PreparedEvent prepared = row.prepared();
    CompletableFuture<Receipt> answer =
        prepared == null
            ? CompletableFuture.failedFuture(new DecodingException(String.valueOf(row.defect())))
            : published(prepared);
    answer.whenComplete(
        (receipt, failure) -> {
          answers.add(new Answer(lane, row, failure));
          wakeup.signal();
        });
  }

  /** Whatever is thrown on the way is an answer, too, or its key would wait for ever. */
  private CompletableFuture<Receipt> published(PreparedEvent prepared) {
    try {
      return bus.publishAsync(prepared);
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Takes the answers that have come. */
  void takeAnswers(Connection connection) throws SQLException {
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      Lane lane = answer.lane();
      lanes.answered(lane);
      unanswered--;
      unansweredBytes -= answer.row().bytes();
      if (answer.failure() == null) {
        confirmed(answer);
        if (!lane.dropped) {
          lanes.done(lane);
        }
      } else if (!lane.dropped) {
        failed(connection, answer, answer.failure());
      }
    }
    if (!lanes.areFailing()) {
      failing = null;
    }
  }

  private void confirmed(Answer answer) {
    if (confirmed.isEmpty()) {
      confirmedSince = time.nanos();
    }
    confirmed.add(answer.row());
    published.incrementAndGet();
  }

  private void failed(Connection connection, Answer answer, Throwable failure) throws SQLException {
    Lane lane = answer.lane();
    boolean others = published.get() > lane.sentAfter;
    Refusal refusal =
        failure instanceof DecodingException
            ? Refusal.FOR_EVER
            : Refusal.of(failure, bus.health().status(), others);
    String error = Reason.of(failure);
    Row row = refusal == Refusal.OUTAGE ? answer.row() : answer.row().refused();
    Held held = membership.held().get(row.slot());
    if (held == null) {
      return;
    }
    // First in memory: if the database fails below, the event is just tried again.
    lanes.retry(lane, row, time.nanos() + refusal.delayNanos(lane.failures));
    if (refusal == Refusal.COUNTED) {
      lanes.shorten(lane);
    }
    if (refusal == Refusal.FOR_EVER || row.attempts() >= settings.attempts()) {
      bury(connection, row, held, error);
      lanes.givenUp(lane);
      return;
    }
    if (refusal == Refusal.COUNTED) {
      tables.refused(connection, row, held, relay, error);
    }
    if (failing == null) {
      Log.write(
          Level.INFO,
          "event %d-%d of the outbox was not published and is tried again, and its key waits: %s"
              .formatted(row.slot(), row.seq(), error));
    }
    failing = error;
  }

  private void bury(Connection connection, Row row, Held held, String error) throws SQLException {
    Burial burial = new Burial(error, row.attempts(), time.now().toEpochMilli());
    if (tables.bury(connection, row, held, relay, burial)) {
      Log.write(
          Level.WARNING,
          "event %d-%d of the outbox is given up after %d attempts and kept as its dead letter; see busline outbox list: %s"
              .formatted(row.slot(), row.seq(), row.attempts(), error));
    }
  }

  /** When the limited rate allows the next event; null if it does now. */
  @Nullable Long sendingDue() {
    return settings.maxRate() == 0 || nextAt - time.nanos() <= 0 ? null : nextAt;
  }

  /** When confirmed rows are to be deleted at the latest; null if there are none. */
  @Nullable Long deletionDue() {
    return confirmed.isEmpty() ? null : confirmedSince + DELETED_AFTER_NANOS;
  }

  /** Deletes what was confirmed, if it is time. */
  void delete(Connection connection, boolean now) throws SQLException {
    Long due = deletionDue();
    if (due != null && (now || confirmed.size() >= DELETED_TOGETHER || due - time.nanos() <= 0)) {
      tables.delete(connection, confirmed);
      confirmed.clear();
    }
  }
}
