package io.busline.rabbitmq;

import io.busline.rabbitmq.Session.Loss;
import io.busline.spi.Inbox;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the queues a consumer reads, session after session. Used by the consumer's owner, except
 * for {@link #close()} of one that is not used any more.
 */
final class Partition implements AutoCloseable {
  private static final long KEEP_NANOS = 10_000_000_000L;

  private final Supplier<Session> opening;
  private @Nullable Session session;

  /** Whether the session is to make way for another. */
  private boolean renewing;

  /** Whether to take from it; otherwise it is to be given to another instance. */
  private boolean kept;

  /** Whether it was decided if this instance keeps it. */
  private boolean judged;

  /** Before, it is not given up again: if it comes back, then nobody else has room for it. */
  private long keepUntil = System.nanoTime();

  Partition(Supplier<Session> opening) {
    this.opening = opening;
  }

  boolean isOpen() {
    return session != null;
  }

  void open() {
    if (session == null) {
      session = opening.get();
      kept = false;
      judged = false;
      renewing = false;
    }
  }

  /** Lets go of a session that has ended; returns what it leaves, or null if it goes on. */
  @Nullable Loss dropEnded(Inbox inbox) {
    Session current = session;
    Loss loss = current == null ? null : current.loss();
    if (current != null && loss != null) {
      current.revoke(inbox);
      close();
    }
    return loss;
  }

  /**
   * Its session makes way for another once it holds nothing. RabbitMQ 3.10 lets a queue that is
   * deleted and at once made anew keep its consumer, gives that what comes, and the consumer is
   * told nothing of either.
   */
  void renew() {
    renewing = session != null;
  }

  boolean isRenewing() {
    return renewing;
  }

  /** Ends a session that is to make way, if nothing of it is in a handler; blocks. */
  void closeForRenewal() {
    if (renewing && isFree()) {
      close();
    }
  }

  /** The next message; null if there is none to take. */
  @Nullable RabbitMessage next(Reception reception) {
    return session == null || !kept || renewing ? null : session.next(reception);
  }

  /** Whether its queue gives its messages to this instance, as far as is known. */
  boolean isActive() {
    return session != null && session.isActive();
  }

  /** Whether its queue has begun to give, and it is not decided yet if this instance keeps it. */
  boolean isUndecided() {
    return isActive() && !judged;
  }

  int heldCount() {
    return session == null ? 0 : session.heldCount();
  }

  void keep(boolean keep) {
    kept = keep;
    judged = true;
  }

  /** Goes to the end of the line; blocks. */
  void giveUp() {
    keepUntil = System.nanoTime() + KEEP_NANOS;
    close();
    open();
  }

  /** Whether it was not given up, and came back, a moment ago. */
  boolean mayGiveUp() {
    return System.nanoTime() - keepUntil >= 0;
  }

  /** Whether it can be given up without taking anything from a handler or doing it twice. */
  boolean isFree() {
    return session != null && session.heldCount() == 0 && session.isSettled();
  }

  /** Acknowledges what has waited long enough; returns when there is more to do. */
  long tell(long now) {
    if (session == null) {
      return now + Long.MAX_VALUE / 2;
    }
    session.tellIfDue(now);
    return session.tellAt();
  }

  /** Acknowledges whatever is done. */
  void tellAll() {
    if (session != null) {
      session.tellAll();
    }
  }

  long settledAt() {
    return session == null ? System.nanoTime() : session.settledAt();
  }

  /** Ends the session, if there is one; blocks. */
  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
