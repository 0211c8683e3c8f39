package io.busline.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.busline.error.BrokerException;
import io.busline.spi.Interrupts;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes with confirmation, on a connection of its own: a server that is short of memory or disk
 * stops reading from connections that publish, and consumers must go on acknowledging. One thread
 * writes, because messages of two threads on one channel would be mixed up; and it makes the
 * connection again when that is lost. Events have one channel and the bus's own records another:
 * the server closes a channel on which it refuses a message. Safe for use by several threads.
 */
final class Publisher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Publisher.class.getName());
  private static final long LOOK_AFTER_NANOS = 100_000_000;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final long FORGET_EVERY_NANOS = 500_000_000;
  private static final long SHORTEST_BACKOFF_NANOS = 100_000_000;
  private static final long LONGEST_BACKOFF_NANOS = 2_000_000_000;
  private static final long STOP_WITHIN_MILLIS = 2_000;

  private final Connector connector;
  private final Topology topology;
  private final Waiting waiting = new Waiting();
  private final Outlet events = new Outlet();
  private final Outlet records = new Outlet();
  private final Doorbell doorbell = new Doorbell();
  private final Cork cork = new Cork();
  private final Thread writer = new Thread(this::run, "busline-rabbitmq-publisher");

  /** Why nothing can be published at the moment; null while all is well. */
  private volatile @Nullable BrokerException down;

  /** Why the server does not want anything at the moment. */
  private volatile Alarm alarm = new Alarm();

  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  private volatile @Nullable Look upkeep;

  /** What follows is the writer's alone. */
  private long backoff = SHORTEST_BACKOFF_NANOS;

  private long retryAt;
  private long forgetAt = System.nanoTime();

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
    if (waiting.add(messages)) {
      forgetAnswered();
    }
    doorbell.deliver();
    if (closed) {
      failQueued(closing());
    }
  }

  /** Begins to look now and then whether what publishing needs is there. */
  void keepUp(Look look) {
    upkeep = look;
  }

  /** Somebody may hold much that nobody waits for, while the writer stands still. Any thread. */
  private void forgetAnswered() {
    waiting.forgetAnswered();
    events.forgetAnswered();
    records.forgetAnswered();
  }

  Optional<String> problem() {
    BrokerException reason = down;
    String blocked = alarm.reason();
    if (reason != null) {
      return Optional.ofNullable(reason.getMessage());
    }
    return blocked == null
        ? Optional.empty()
        : Optional.of(
            "RabbitMQ at %s takes no events for now: %s. Free memory or disk there"
                .formatted(connector.place(), blocked));
  }

  private static BrokerException closing() {
    return new BrokerException("the connection is closed. Open a new bus");
  }

  private void run() {
    while (!closed) {
      if (!isReady()) {
        failQueued(down());
        pause();
      } else if (mayWrite()) {
        writeAll();
      } else {
        pause();
      }
      tend();
    }
    failQueued(closing());
  }

  private void tend() {
    long now = System.nanoTime();
    if (now - forgetAt >= 0) {
      forgetAt = now + FORGET_EVERY_NANOS;
      forgetAnswered();
    }
    Look look = upkeep;
    if (look != null && down == null && alarm.reason() == null) {
      look.ifDue();
    }
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
    Outgoing next = waiting.next();
    if (next == null) {
      doorbell.await(LOOK_AFTER_NANOS, true);
      return;
    }
    cork.hold();
    try {
      while (next != null) {
        write(next);
        next = mayWrite() ? waiting.next() : null;
      }
      cork.release();
    } catch (IOException e) {
      events.lost(e);
      records.lost(e);
    }
  }

  private boolean mayWrite() {
    return events.isOpen() && alarm.reason() == null && !events.isFull() && !records.isFull();
  }

  private void write(Outgoing message) throws IOException {
    (message.exchange().equals(topology.events()) ? events : records).write(message);
  }

  private void failQueued(BrokerException cause) {
    for (Outgoing next = waiting.next(); next != null; next = waiting.next()) {
      next.failed(cause);
    }
  }

  /** Whether there is an open channel; if not, makes one when it is time to try. */
  private boolean isReady() {
    if (events.isOpen()) {
      reopenRecords();
      return true;
    }
    if (down == null && !connection().isOpen()) {
      down = new BrokerException("RabbitMQ at %s is out of reach".formatted(connector.place()));
      retryAt = System.nanoTime();
    }
    if (down == null || System.nanoTime() - retryAt >= 0) {
      try {
        connect();
      } catch (BrokerException e) {
        down = e;
        retryAt = System.nanoTime() + backoff;
        backoff = Math.min(2 * backoff, LONGEST_BACKOFF_NANOS);
      }
    }
    return down == null;
  }

  /** What is refused to the bus's own records is no reason to take no events. */
  private void reopenRecords() {
    if (!records.isOpen()) {
      try {
        openRecords(connection());
      } catch (BrokerException e) {
        LOG.log(System.Logger.Level.DEBUG, "no records are written for now: {0}", e.getMessage());
      }
    }
  }

  private void openRecords(Connection on) {
    records.begin(Failures.explained("preparing to publish", () -> Channels.open(on)));
  }

  private void connect() {
    Connection current = connection;
    if (current == null || !current.isOpen()) {
      current = connector.connect("publisher", cork);
      Alarm raised = new Alarm();
      current.addBlockedListener(raised);
      alarm = raised;
      connection = current;
    }
    open(current);
    backoff = SHORTEST_BACKOFF_NANOS;
    down = null;
  }

  private void open(Connection on) {
    if (!records.isOpen()) {
      openRecords(on);
    }
    Channel opened = Failures.explained("preparing to publish", () -> Channels.open(on));
    try {
      topology.exchange(opened);
      events.begin(opened);
    } catch (BrokerException e) {
      Channels.close(opened);
      throw e;
    }
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
    BrokerException cause =
        new BrokerException("the connection was closed before the server confirmed");
    events.end(cause);
    records.end(cause);
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
