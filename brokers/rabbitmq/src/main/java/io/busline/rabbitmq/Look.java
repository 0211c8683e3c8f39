package io.busline.rabbitmq;

import io.busline.error.BrokerException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks every few seconds whether what somebody needs is still on the server, and makes it again.
 * The server tells nobody that a binding or an exchange was deleted. Blocks only a helper's thread.
 * One thread asks.
 */
final class Look {
  private static final System.Logger LOG = System.getLogger(Look.class.getName());

  /** An event that is published meanwhile is missed; each look costs some ten requests. */
  private static final long EVERY_NANOS = 2_500_000_000L;

  private final Runnable looking;
  private final Runnable missed;
  private final Executor helpers;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private long next = System.nanoTime() + EVERY_NANOS;

  /**
   * Creates one; the first look is some seconds from now.
   *
   * @param looking blocks; throws what it cannot mend
   * @param missed told if it throws; on any thread
   * @param helpers run what blocks
   */
  Look(Runnable looking, Runnable missed, Executor helpers) {
    this.looking = looking;
    this.missed = missed;
    this.helpers = helpers;
  }

  /** Begins to look if it is time. */
  void ifDue() {
    long now = System.nanoTime();
    if (now - next >= 0 && underWay.compareAndSet(false, true)) {
      next = now + EVERY_NANOS;
      try {
        helpers.execute(this::look);
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.DEBUG, "nothing is looked at any more: the bus is closed");
      }
    }
  }

  private void look() {
    try {
      looking.run();
    } catch (BrokerException e) {
      LOG.log(System.Logger.Level.DEBUG, "a look failed: {0}", e.getMessage());
      missed.run();
    } finally {
      underWay.set(false);
    }
  }
}
