package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.spi.Interrupts;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes with confirmation, on a connection of its own: a server that is short of memory or disk
 * stops reading from connections that publish, and consumers must go on acknowledging. One thread
 * writes, because messages of two threads on one channel would be mixed up; and it makes the
 * connection again when that is lost. Safe for use by several threads.
 */
final class Publisher implements AutoCloseable {
  private static final long LOOK_AFTER_NANOS = 100_000_000;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final long SHORTEST_BACKOFF_NANOS = 100_000_000;
  private static final long LONGEST_BACKOFF_NANOS = 2_000_000_000;
  private static final long STOP_WITHIN_MILLIS = 2_000;

  private final Connector connector;
  private final Topology topology;
  private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
  private final Doorbell doorbell = new Doorbell();
  private final Cork cork = new Cork();
  private final Thread writer = new Thread(this::run, "busline-rabbitmq-publisher");

  /** Why nothing can be published at the moment; null while all is well. */
  private volatile @Nullable BrokerException down;

  /** Why the server does not want anything at the moment; null while it does. */
  private volatile @Nullable String blocked;

  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  /** What follows is the writer's alone. */
  private @Nullable Channel channel;

  private volatile Confirms confirms = new Confirms();
  private long published;
  private long backoff = SHORTEST_BACKOFF_NANOS;
  private long retryAt;

  /** Connects; blocks. */
  Publisher(Connector connector, Topology topology) {
    this.connector = connector;
    this.topology = topology;
    try {
      connect();
    } catch (RuntimeException e) {
      disconnect();
      throw e;
    }
    writer.setDaemon(true);
    writer.start();
  }

  Connection connection() {
    Connection current = connection;
    if (current == null) {
      throw new IllegalStateException("a publisher begins with a connection");
    }
    return current;
  }

  void send(Collection<? extends Outgoing> messages) {
    BrokerException reason = down;
    if (reason != null) {
      messages.forEach(message -> message.failed(reason));
      return;
    }
    queue.addAll(messages);
    doorbell.deliver();
    if (closed) {
      failQueued(closing());
    }
  }

  Optional<String> problem() {
    BrokerException reason = down;
    String alarm = blocked;
    if (reason != null) {
      return Optional.ofNullable(reason.getMessage());
    }
    return alarm == null
        ? Optional.empty()
        : Optional.of(
            "RabbitMQ at %s takes no events for now: %s. Free memory or disk there"
                .formatted(connector.place(), alarm));
  }

  private static BrokerException closing() {
    return new BrokerException("the connection is closed. Open a new bus");
  }

  private void run() {
    while (!closed) {
      if (!isReady()) {
        failQueued(down());
        pause();
      } else if (blocked != null) {
        pause();
      } else {
        writeAll();
      }
    }
    failQueued(closing());
  }

  private static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  private BrokerException down() {
    BrokerException reason = down;
    return reason != null ? reason : new BrokerException("the connection is lost");
  }

  /** Writes what there is, or waits for it. */
  private void writeAll() {
    Channel current = channel;
    Outgoing next = current == null ? null : queue.poll();
    if (current == null || next == null) {
      doorbell.await(LOOK_AFTER_NANOS, true);
      return;
    }
    cork.hold();
    while (next != null) {
      write(next, current);
      next = current.equals(channel) && blocked == null ? queue.poll() : null;
    }
    try {
      cork.release();
    } catch (IOException e) {
      lost(e);
    }
  }

  private void write(Outgoing message, Channel current) {
    long number = published + 1;
    BasicProperties properties;
    try {
      properties = message.properties();
    } catch (EventBusException e) {
      message.failed(e);
      return;
    }
    if (!confirms.sending(number, message, properties.getMessageId())) {
      message.failed(new BrokerException("the event was not sent: the connection is lost"));
      return;
    }
    try {
      current.basicPublish(
          message.exchange(), message.routingKey(), true, properties, message.body());
      published = number;
    } catch (AlreadyClosedException e) {
      answerUnsent(number, message, Failures.reason(e));
    } catch (IOException e) {
      lost(e);
    } catch (RuntimeException e) {
      // The client refuses it before anything is written, so the number is the next one's.
      answerUnsent(number, message, "it cannot be a message of RabbitMQ: " + e.getMessage());
    }
  }

  /** Whatever was written may have left before the connection broke. */
  private void lost(IOException e) {
    confirms.end(new BrokerException("the event was not confirmed: " + Failures.reason(e), e));
    channel = null;
  }

  private void answerUnsent(long number, Outgoing message, String why) {
    if (confirms.notSent(number)) {
      message.failed(new BrokerException("the event was not sent: " + why));
    }
  }

  private void failQueued(BrokerException cause) {
    for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
      next.failed(cause);
    }
  }

  /** Whether there is an open channel; if not, makes one when it is time to try. */
  private boolean isReady() {
    Channel current = channel;
    if (current != null && current.isOpen()) {
      return true;
    }
    if (down == null) {
      down = new BrokerException("RabbitMQ at %s is out of reach".formatted(connector.place()));
      retryAt = System.nanoTime();
    }
    if (System.nanoTime() - retryAt >= 0) {
      try {
        connect();
        if (current != null && Failures.isRefusal(current.getCloseReason(), AMQP.NOT_FOUND)) {
          topology.losses.incrementAndGet();
        }
      } catch (BrokerException e) {
        down = e;
        retryAt = System.nanoTime() + backoff;
        backoff = Math.min(2 * backoff, LONGEST_BACKOFF_NANOS);
      }
    }
    return down == null;
  }

  private void connect() {
    Connection current = connection;
    if (current == null || !current.isOpen()) {
      current = connector.connect("publisher", cork);
      current.addBlockedListener(alarms());
      blocked = null;
      connection = current;
    }
    Channel opened = open(current);
    Confirms fresh = new Confirms();
    opened.addConfirmListener(fresh);
    opened.addReturnListener(fresh);
    opened.addShutdownListener(fresh);
    confirms = fresh;
    published = 0;
    channel = opened;
    backoff = SHORTEST_BACKOFF_NANOS;
    down = null;
  }

  private Channel open(Connection on) {
    Channel opened = Failures.explained("preparing to publish", () -> Channels.open(on));
    try {
      topology.exchange(opened);
      Failures.explained("preparing to publish", opened::confirmSelect);
      return opened;
    } catch (BrokerException e) {
      Channels.close(opened);
      throw e;
    }
  }

  private BlockedListener alarms() {
    return new BlockedListener() {
      @Override
      public void handleBlocked(String reason) {
        blocked = reason;
      }

      @Override
      public void handleUnblocked() {
        blocked = null;
      }
    };
  }

  /** What is not confirmed yet is unknown; what was not sent yet has failed. */
  @Override
  public void close() {
    closed = true;
    Interrupts.defer(
        () -> {
          disconnect();
          stopWriter();
          // A connection may have been under way.
          disconnect();
          return closed;
        });
    failQueued(closing());
    confirms.end(new BrokerException("the connection was closed before the server confirmed"));
  }

  private void stopWriter() {
    writer.interrupt();
    try {
      writer.join(STOP_WITHIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void disconnect() {
    Connection current = connection;
    if (current != null) {
      connector.abort(current);
    }
  }
}
