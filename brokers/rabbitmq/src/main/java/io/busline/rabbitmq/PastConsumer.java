package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import io.busline.error.BrokerException;
import io.busline.rabbitmq.Origin.Resources;
import io.busline.rabbitmq.Session.Loss;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Wakeup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the past of a group: one queue, which ends with an entry that says so. It goes to one
 * instance at a time. Who has handled all of it deletes it, which tells the others that it is over.
 */
final class PastConsumer implements BrokerConsumer {
  private static final int PREFETCH = 1_000;
  private static final long GONE_WITHIN_NANOS = 3_000_000_000L;
  private static final long LOOK_AGAIN_NANOS = 50_000_000;

  private final String group;
  private final Reception reception;
  private final Resources resources;
  private final Prefetch prefetch;
  private final Look look;
  private final Wakeup wakeup = new Wakeup();
  private volatile boolean asked;
  private @Nullable Session session;
  private @Nullable RabbitMessage end;
  private boolean over;

  /**
   * Creates one; nothing is read yet.
   *
   * @param look sees now and then that the group still gets what is published meanwhile
   */
  PastConsumer(String group, Reception reception, Resources resources, Look look) {
    this.look = look;
    this.group = group;
    this.reception = reception;
    this.resources = resources;
    this.prefetch = new Prefetch(PREFETCH, resources.link());
  }

  /** Whether all of it is handled, by this instance or another. */
  boolean isOver() {
    return over;
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    long deadline = System.nanoTime() + Math.min(waitNanos, Long.MAX_VALUE / 2);
    while (true) {
      look.ifDue();
      boolean arrived = tend(inbox) && max > 0 && deliver(max, inbox);
      long left = deadline - System.nanoTime();
      if (arrived || asked || over || left <= 0 || Thread.currentThread().isInterrupted()) {
        asked = false;
        return;
      }
      wakeup.await(Math.min(left, tell()));
    }
  }

  /** Acknowledges what has waited long enough; returns after how long there is more to do. */
  private long tell() {
    Session current = session;
    if (current == null) {
      return Long.MAX_VALUE;
    }
    long now = System.nanoTime();
    current.tellIfDue(now);
    return current.tellAt() - now;
  }

  /** Begins to read, or begins again; false if there is nothing to read any more. */
  private boolean tend(Inbox inbox) {
    Session current = session;
    Loss loss = current == null ? null : current.loss();
    if (current != null && loss != null) {
      prefetch.lost(loss);
      current.revoke(inbox);
      close();
      current = null;
    }
    if (current == null && !over) {
      try {
        session = beginPatiently();
      } catch (BrokerException e) {
        if (!Failures.isRefusal(e, AMQP.NOT_FOUND) || Failures.isStarting(e)) {
          throw e;
        }
        over = true;
      }
    }
    return !over;
  }

  /** A queue that another instance deletes is not gone at once, and is of no use before. */
  private Session beginPatiently() {
    long deadline = System.nanoTime() + GONE_WITHIN_NANOS;
    while (true) {
      try {
        return begin();
      } catch (BrokerException e) {
        if (!Failures.isStarting(e) || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
  }

  private Session begin() {
    Channel channel = resources.link().channel("opening a channel");
    try {
      String queue = resources.layout().past(group);
      String members = resources.layout().members(group);
      Failures.explained(
          "joining group " + group,
          () -> channel.basicConsume(members, true, new DefaultConsumer(channel)));
      return Session.begin(channel, queue, prefetch.most(), resources.messages(), wakeup::signal);
    } catch (RuntimeException e) {
      resources.link().discard(channel);
      throw e;
    }
  }

  private boolean deliver(int max, Inbox inbox) {
    Session current = session;
    if (current == null) {
      return false;
    }
    int delivered = 0;
    List<RabbitMessage> unwanted = new ArrayList<>();
    RabbitMessage next = current.next(reception);
    for (; next != null; next = delivered < max ? current.next(reception) : null) {
      if (next.topic().equals(CopyMessage.END)) {
        end = next;
      } else if (reception.wants(next)) {
        inbox.arrived(next);
        delivered++;
      } else {
        unwanted.add(next);
      }
    }
    current.ack(unwanted);
    RabbitMessage last = end;
    if (last != null && last.session == current && delivered < max && current.heldCount() == 1) {
      finish();
    }
    return delivered > 0;
  }

  /** What was handled is handled, whether or not this succeeds. */
  private void finish() {
    Channel channel = resources.link().channel("opening a channel");
    try {
      resources.topology().withoutPast(channel, group);
      over = true;
    } finally {
      resources.link().discard(channel);
    }
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    Session current = session;
    if (current != null) {
      current.ack(
          done.stream()
              .map(RabbitMessage.class::cast)
              .filter(message -> message.session == current)
              .toList());
      // The end may be all that is left.
      wakeup.signal();
    }
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    for (InboundMessage each : messages) {
      RabbitMessage message = (RabbitMessage) each;
      message.session.release(message);
    }
  }

  @Override
  public OptionalLong lag() {
    return OptionalLong.empty();
  }

  @Override
  public void wakeup() {
    asked = true;
    wakeup.signal();
  }

  @Override
  public void close() {
    Session current = session;
    session = null;
    if (current != null) {
      current.tellAll();
      current.close();
    }
  }
}
