package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.busline.rabbitmq.Finished.Ack;
import io.busline.rabbitmq.Messages.Content;
import io.busline.spi.Inbox;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A channel that consumes one queue. What it was given and has not acknowledged goes back to its
 * place in the queue when the channel ends, and only then to another consumer. Used by the
 * consumer's owner, except for what the client calls.
 */
final class Session extends DefaultConsumer {

  /**
   * How long a single acknowledgement may stay between a channel and a quorum queue. It is lost if
   * the channel is closed meanwhile; one for everything up to a number is not, as measured.
   */
  private static final long SETTLE_NANOS = 300_000_000;

  /**
   * How long an acknowledgement waits for others to go with it. Each costs the server about as much
   * as a delivery, however many it is for.
   */
  private static final long GATHER_NANOS = 5_000_000;

  private final String queue;
  private final Messages messages;
  private final Runnable news;
  private final Queue<Arrival> arrived = new ConcurrentLinkedQueue<>();
  private final TreeMap<Long, RabbitMessage> returned = new TreeMap<>();
  private final Held held = new Held();
  private final Finished finished = new Finished();
  private final int acknowledgedTogether;
  private final long beganAt = System.nanoTime();
  private volatile @Nullable String end;
  private volatile boolean cancelled;
  private long done;
  private volatile boolean active;
  private long settledAt = System.nanoTime();
  private long tellAt;

  /** What came, by the number under which the channel knows it, and when it did. */
  record Arrival(long tag, Content content, long at) {}

  /**
   * What a session leaves behind that has ended.
   *
   * @param queue what it consumed
   * @param end why it has ended
   * @param cancelled whether the server has ended only the consumer, and does not say why
   * @param given how many events it was given that are not acknowledged
   * @param held how many of them are in work
   * @param oldest how long the first of them is here
   * @param perSecond how many were finished in a second
   */
  record Loss(
      String queue,
      String end,
      boolean cancelled,
      int given,
      int held,
      Duration oldest,
      double perSecond) {}

  private Session(Channel channel, String queue, int prefetch, Messages messages, Runnable news) {
    super(channel);
    this.queue = queue;
    this.acknowledgedTogether = Math.max(1, prefetch / 5);
    this.messages = messages;
    this.news = news;
  }

  /**
   * Begins to consume.
   *
   * @param news called when something has come, or the session has ended; on any thread
   */
  static Session begin(
      Channel channel, String queue, int prefetch, Messages messages, Runnable news) {
    Session session = new Session(channel, queue, prefetch, messages, news);
    return Failures.explained(
        "consuming queue " + queue,
        () -> {
          channel.basicQos(prefetch);
          channel.basicConsume(queue, false, session);
          return session;
        });
  }

  /** On the client's thread, which reads the message at once. */
  @Override
  public void handleDelivery(
      String consumer, Envelope envelope, BasicProperties properties, byte[] body) {
    active = true;
    arrived.add(
        new Arrival(
            envelope.getDeliveryTag(),
            messages.read(new Delivery(envelope, properties, body)),
            System.nanoTime()));
    news.run();
  }

  /** The queue is gone, or its server. */
  @Override
  public void handleCancel(String consumer) {
    cancelled = true;
    ended("the server has ended the consumer: its queue was deleted, or is out of reach");
  }

  @Override
  public void handleShutdownSignal(String consumer, ShutdownSignalException signal) {
    ended(Failures.reason(signal));
  }

  private void ended(String why) {
    end = why;
    news.run();
  }

  /** Why it has ended; null while it goes on. */
  @Nullable String end() {
    return end;
  }

  /** Whether the queue has given anything to this session rather than to another. */
  boolean isActive() {
    return active;
  }

  /** The next message in the order of the queue; null if there is none. */
  @Nullable RabbitMessage next(Reception reception) {
    if (end != null) {
      return null;
    }
    if (!returned.isEmpty()) {
      return hold(returned.pollFirstEntry().getValue());
    }
    Arrival next = arrived.poll();
    if (next == null) {
      return null;
    }
    Content content = reception.judged(next.content());
    return hold(
        new RabbitMessage(this, next.tag(), content, reception.topicOf(content), next.at()));
  }

  private RabbitMessage hold(RabbitMessage message) {
    held.add(message);
    return message;
  }

  int heldCount() {
    return held.size();
  }

  /**
   * Takes note of what is done of what is held; the others were settled before. The server is told
   * when enough has come together, or after {@link #tellAt}.
   */
  void ack(Collection<RabbitMessage> messages) {
    boolean ended = end != null;
    boolean wasUntold = finished.isUntold();
    for (RabbitMessage message : messages) {
      if (held.remove(message) && !ended) {
        finished.add(message.tag);
        done++;
      }
    }
    if (!wasUntold && finished.isUntold()) {
      tellAt = System.nanoTime() + GATHER_NANOS;
    }
    if (finished.together() >= acknowledgedTogether) {
      tell(finished.takeTogether());
    }
  }

  /** When {@link #tellIfDue} has something to do; far away if there is nothing to tell. */
  long tellAt() {
    return finished.isUntold() && end == null ? tellAt : System.nanoTime() + Long.MAX_VALUE / 2;
  }

  /** Acknowledges what has waited long enough. */
  void tellIfDue(long now) {
    if (finished.isUntold() && now - tellAt >= 0) {
      tellAll();
    }
  }

  /** Acknowledges whatever is done. */
  void tellAll() {
    if (end == null) {
      tell(finished.takeAll());
    }
  }

  private void tell(List<Ack> acks) {
    try {
      for (Ack ack : acks) {
        getChannel().basicAck(ack.tag(), ack.multiple());
      }
    } catch (IOException | AlreadyClosedException e) {
      // Then what was acknowledged comes again.
      ended(Failures.reason(e));
    }
    if (acks.stream().anyMatch(ack -> !ack.multiple())) {
      settledAt = System.nanoTime() + SETTLE_NANOS;
    }
  }

  /** Takes back what is held; it comes again from here, before everything that came after it. */
  void release(RabbitMessage message) {
    if (held.remove(message)) {
      returned.put(message.tag, message);
    }
  }

  /** What it leaves behind, if it has ended. */
  @Nullable Loss loss() {
    String why = end;
    if (why == null) {
      return null;
    }
    long now = System.nanoTime();
    long oldest = now;
    RabbitMessage inWork = held.first();
    oldest = inWork == null ? oldest : Math.min(oldest, inWork.arrivedAt);
    oldest =
        returned.isEmpty() ? oldest : Math.min(oldest, returned.firstEntry().getValue().arrivedAt);
    Arrival first = arrived.peek();
    oldest = first == null ? oldest : Math.min(oldest, first.at());
    return new Loss(
        queue,
        why,
        cancelled,
        held.size() + returned.size() + arrived.size(),
        held.size(),
        Duration.ofNanos(now - oldest),
        done * 1e9 / Math.max(1, now - beganAt));
  }

  /** Whether nothing that is done is lost by closing. */
  boolean isSettled() {
    return !finished.isUntold() && System.nanoTime() - settledAt >= 0;
  }

  /** From when on nothing that was acknowledged is lost by closing. */
  long settledAt() {
    return settledAt;
  }

  /** Tells that nothing is held any more. */
  void revoke(Inbox inbox) {
    held.drain(inbox::revoked);
  }

  /** Ends it; blocks. Whatever is not acknowledged goes back to the queue. */
  void close() {
    Channels.close(getChannel());
  }
}
