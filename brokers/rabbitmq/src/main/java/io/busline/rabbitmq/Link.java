package io.busline.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.busline.error.BrokerException;
import io.busline.spi.Interrupts;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connection for everything but publishing. Who finds it lost makes it again. Safe for use by
 * several threads.
 */
final class Link implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Link.class.getName());

  /** How long a failure counts for others too, so that they do not wait for the same in turn. */
  private static final long SHARED_NANOS = 300_000_000;

  private final Connector connector;
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile @Nullable Connection connection;
  private volatile boolean closed;
  private @Nullable BrokerException failure;
  private long failedAt;

  Link(Connector connector) {
    this.connector = connector;
  }

  /** The connection, made again if it is lost; blocks then. */
  Connection connection() {
    Connection current = connection;
    if (current != null && current.isOpen() && !closed) {
      return current;
    }
    connecting.lock();
    try {
      return reconnected();
    } finally {
      connecting.unlock();
    }
  }

  private Connection reconnected() {
    if (closed) {
      throw new BrokerException("the connection is closed. Open a new bus");
    }
    Connection current = connection;
    if (current != null && current.isOpen()) {
      return current;
    }
    if (failure != null && System.nanoTime() - failedAt < SHARED_NANOS) {
      throw failure;
    }
    try {
      Connection made = connector.connect("consumer");
      connection = made;
      failure = null;
      return made;
    } catch (BrokerException e) {
      failure = e;
      failedAt = System.nanoTime();
      throw e;
    }
  }

  /** A new channel. */
  Channel channel(String doing) {
    Connection current = connection();
    return Failures.explained(doing, () -> Channels.open(current));
  }

  /**
   * Closes a channel that is of no more use, without waiting for a server that may not answer. If
   * it is too late for that, the channel ends with the connection.
   */
  void discard(Channel channel) {
    try {
      connector.helpers().execute(() -> Channels.close(channel));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "a channel is left to end with its connection");
    }
  }

  @Override
  public void close() {
    closed = true;
    connecting.lock();
    try {
      Connection current = connection;
      if (current != null) {
        Interrupts.defer(
            () -> {
              connector.abort(current);
              return closed;
            });
      }
    } finally {
      connecting.unlock();
    }
  }
}
