package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Interrupts;
import io.busline.spi.Wakeup;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * What core NATS sends to one instance. The client's thread hands over; when nobody takes, it
 * waits, the client's own buffer fills, and what that cannot hold is dropped and counted.
 */
final class CoreConsumer implements BrokerConsumer {

  /** Enough to be taken in batches; beyond, the client buffers 64 MiB, and then drops. */
  private static final int ROOM_BYTES = 16 << 20;

  /** What a message takes besides its data. */
  private static final int MESSAGE_BYTES = 512;

  private static final Duration SUBSCRIBE_WITHIN = Duration.ofSeconds(5);

  private final CoreBroker broker;
  private final ConsumerSpec spec;
  private final Messages messages;
  private final Connector connector;
  private final Dispatcher dispatcher;
  private final List<String> subjects;

  /** Tells messages without an id of their own from those of other instances and runs. */
  private final String place = UUID.randomUUID().toString();

  private record Arrived(InboundMessage message, int bytes) {}

  private final Queue<Arrived> arrived = new ConcurrentLinkedQueue<>();
  private final Semaphore room = new Semaphore(ROOM_BYTES);
  private final Deque<InboundMessage> returned = new ArrayDeque<>();
  private final Wakeup wakeup = new Wakeup();
  private volatile boolean asked;

  /** Used by the client's thread. */
  private long number;

  private boolean closed;

  /** Before the subjects were asked for, by {@link System#nanoTime}. */
  private long subscribedAt;

  CoreConsumer(CoreBroker broker, ConsumerSpec spec, Messages messages, Connector connector) {
    this.broker = broker;
    this.spec = spec;
    this.messages = messages;
    this.connector = connector;
    this.subjects = subjects(spec);
    this.dispatcher = connector.connection().createDispatcher(this::handOver);
    try {
      subscribe();
    } catch (BrokerException e) {
      connector.closeDispatcher(dispatcher);
      throw e;
    }
  }

  /**
   * To a group the server sends an event once, however many of its subscriptions match. Others get
   * it once for each, so theirs must have nothing in common; what is too much then is left out by
   * its subject.
   */
  private static List<String> subjects(ConsumerSpec spec) {
    List<String> patterns = spec.interests().stream().map(i -> i.pattern().pattern()).toList();
    return spec.group() == null
        ? Subjects.disjoint(patterns)
        : Subjects.filters(patterns, List.of(">"));
  }

  /** Subscribes, and waits until the server knows. */
  private void subscribe() {
    subscribedAt = System.nanoTime();
    try {
      subjects.forEach(this::listen);
    } catch (IllegalStateException e) {
      throw outOfReach();
    }
    if (!connector.hasRead(SUBSCRIBE_WITHIN)) {
      throw outOfReach();
    }
    for (String subject : subjects) {
      if (isDenied(subject)) {
        throw connector.denials().subscription(subject);
      }
    }
  }

  private void listen(String subject) {
    String group = spec.group();
    if (group == null) {
      dispatcher.subscribe(subject);
    } else {
      dispatcher.subscribe(subject, group);
    }
  }

  private boolean isDenied(String subject) {
    return connector.denials().ofSubscription(subject, subscribedAt);
  }

  /** A server that withdraws a permission ends the subscription, and does not bring it back. */
  private void restore() {
    if (subjects.stream().anyMatch(this::isDenied)) {
      subjects.forEach(dispatcher::unsubscribe);
      Interrupts.defer(
          () -> {
            subscribe();
            return true;
          });
    }
  }

  private BrokerException outOfReach() {
    return new BrokerException(
        "subscribing at %s failed: it is out of reach. Try again later"
            .formatted(connector.place()));
  }

  /** On the client's thread, which reads the message at once: see {@link Messages#read}. */
  private void handOver(Message message) throws InterruptedException {
    // What says that it is of another type than its subject is told by the engine, not dropped.
    if (!isTheServers(message) && spec.matches(message.getSubject())) {
      InboundMessage read = read(message);
      int bytes = Math.min(message.getData().length + MESSAGE_BYTES, ROOM_BYTES);
      room.acquire(bytes);
      arrived.add(new Arrived(read, bytes));
      wakeup.signal();
    }
  }

  /** How many messages were lost, because they came faster than they were taken. */
  long dropped() {
    return dispatcher.getDroppedCount();
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    restore();
    boolean any = max > 0 && take(max, inbox);
    if (!any && !connector.isConnected()) {
      throw new BrokerException(
          "%s is out of reach; what is published meanwhile is missed".formatted(connector.place()));
    }
    long deadline = System.nanoTime() + Math.min(waitNanos, Long.MAX_VALUE / 2);
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
    for (; taken < max; taken++) {
      Arrived next = arrived.poll();
      if (next == null) {
        break;
      }
      room.release(next.bytes);
      inbox.arrived(next.message);
    }
    return taken > 0;
  }

  /** What servers and clients say to one another; it matches {@code >} and is no event. */
  private boolean isTheServers(Message message) {
    String subject = message.getSubject();
    return subject.startsWith("$")
        || subject.startsWith("_INBOX.")
        || ServersOwn.is(connector.connection(), message.getHeaders(), message.getData());
  }

  private InboundMessage read(Message message) {
    String subject = message.getSubject();
    return messages.read(
        Messages.bare(subject, place, number++), message.getHeaders(), message.getData());
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
