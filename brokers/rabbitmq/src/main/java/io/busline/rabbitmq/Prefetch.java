package io.busline.rabbitmq;

import io.busline.rabbitmq.Session.Loss;
import io.busline.spi.Durations;
import java.io.IOException;
import java.time.Duration;

/**
 * How many events a queue gives before they are acknowledged. The server's {@code consumer_timeout}
 * counts for all of them, also for those that wait here. The protocol does not tell how long it is,
 * so this learns it when the server takes events back. Used by a consumer's owner.
 */
final class Prefetch {
  private static final System.Logger LOG = System.getLogger(Prefetch.class.getName());

  private final Link link;
  private int most;

  /** At first, as many as this. */
  Prefetch(int most, Link link) {
    this.most = most;
    this.link = link;
  }

  int most() {
    return most;
  }

  /**
   * A session has ended. If that is because what it was given took too long, it is said which
   * events come twice, and the next session is given fewer; blocks.
   */
  void lost(Loss loss) {
    if (loss.given() == 0 || !isTimeout(loss)) {
      return;
    }
    double inTime = loss.perSecond() * (loss.oldest().toMillis() / 1_000.0);
    most = (int) Math.max(1, Math.min(most / 2.0, inTime / 2));
    LOG.log(
        System.Logger.Level.WARNING,
        "the server has taken back {0} events of queue {1}, {2} of which were in work here and are handled twice: the oldest was not acknowledged for {3}, and consumer_timeout allows less. From now on {4} are asked for at a time. Raise consumer_timeout, or have handlers and retries take less time",
        loss.given(),
        loss.queue(),
        loss.held(),
        Durations.format(Duration.ofMillis(loss.oldest().toMillis())),
        most);
  }

  /** Since RabbitMQ 4.3 the server says no more than that the consumer has ended. */
  private boolean isTimeout(Loss loss) {
    if (!loss.cancelled()) {
      return loss.end().contains("acknowledgement") && loss.end().contains("timed out");
    }
    try {
      return !Channels.isMissing(link.connection(), loss.queue());
    } catch (IOException | RuntimeException e) {
      // Then more than this session has ended, and nothing is known of this one.
      return false;
    }
  }
}
