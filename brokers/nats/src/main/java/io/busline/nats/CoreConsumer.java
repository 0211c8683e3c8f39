package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.event.EventType;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Wakeup;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/**
 * What core NATS sends to one instance. The client's thread hands over; when nobody takes, it
 * waits, the client's own buffer fills, and what that cannot hold is dropped and counted.
 */
final class CoreConsumer implements BrokerConsumer {

  /** Enough to be taken in batches; beyond, the client buffers up to 64 MiB. */
  private static final int ROOM = 4_096;

  private static final Duration SUBSCRIBE_WITHIN = Duration.ofSeconds(5);

  private final CoreBroker broker;
  private final ConsumerSpec spec;
  private final Messages messages;
  private final Connector connector;
  private final Dispatcher dispatcher;

  /** Tells messages without an id of their own from those of other instances and runs. */
  private final String place = UUID.randomUUID().toString();

  private final BlockingQueue<Message> arrived = new LinkedBlockingQueue<>(ROOM);
  private final Deque<InboundMessage> returned = new ArrayDeque<>();
  private final Wakeup wakeup = new Wakeup();
  private volatile boolean asked;
  private long number;
  private boolean closed;

  CoreConsumer(CoreBroker broker, ConsumerSpec spec, Messages messages, Connector connector) {
    this.broker = broker;
    this.spec = spec;
    this.messages = messages;
    this.connector = connector;
    this.dispatcher = connector.connection().createDispatcher(this::handOver);
    List<String> patterns = spec.interests().stream().map(i -> i.pattern().pattern()).toList();
    try {
      for (String subject : Subjects.disjoint(patterns)) {
        if (spec.group() == null) {
          dispatcher.subscribe(subject);
        } else {
          dispatcher.subscribe(subject, spec.group());
        }
      }
      connector.connection().flush(SUBSCRIBE_WITHIN);
    } catch (IllegalStateException | TimeoutException e) {
      throw new BrokerException(
          "subscribing at %s failed: it is out of reach. Try again later"
              .formatted(connector.place()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while subscribing");
    }
  }

  /** On the client's thread. */
  private void handOver(Message message) throws InterruptedException {
    arrived.put(message);
    wakeup.signal();
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    if (!connector.isConnected()) {
      throw new BrokerException(
          "%s is out of reach; what is published meanwhile is missed".formatted(connector.place()));
    }
    long deadline = System.nanoTime() + Math.min(waitNanos, Long.MAX_VALUE / 2);
    boolean any = max > 0 && take(max, inbox);
    while (!any && !asked && deadline - System.nanoTime() > 0) {
      wakeup.await(deadline - System.nanoTime());
      any = max > 0 && take(max, inbox);
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    asked = false;
  }

  private boolean take(int max, Inbox inbox) {
    int taken = 0;
    for (; taken < max && !returned.isEmpty(); taken++) {
      inbox.arrived(returned.remove());
    }
    while (taken < max) {
      Message message = arrived.poll();
      if (message == null) {
        break;
      }
      InboundMessage read = read(message);
      if (spec.matches(read.event().type())) {
        inbox.arrived(read);
        taken++;
      }
    }
    return taken > 0;
  }

  private InboundMessage read(Message message) {
    String subject = message.getSubject();
    return messages.read(
        EventType.defaultTopic(subject),
        place,
        number++,
        subject,
        message.getHeaders(),
        message.getData());
  }

  /** There is nobody to tell. */
  @Override
  public void ack(Collection<? extends InboundMessage> done) {}

  /** The server cannot take them back, so they come again here. */
  @Override
  public void release(Collection<? extends InboundMessage> given) {
    returned.addAll(given);
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
    if (!closed) {
      closed = true;
      broker.closed(this);
      connector.closeDispatcher(dispatcher);
      arrived.clear();
    }
  }
}
