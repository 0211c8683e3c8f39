package io.busline.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.busline.error.BrokerException;
import io.busline.spi.BusUrl.Credentials;
import io.busline.spi.BusUrl.HostPort;
import io.busline.spi.Interrupts;
import io.busline.spi.Trust;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes connections. They do not recover by themselves: who uses one knows what must be made again,
 * and what became of what was under way. Safe for use by several threads.
 */
final class Connector implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Connector.class.getName());
  private static final int CLOSE_WITHIN_MILLIS = 1_000;
  private static final int CONNECT_WITHIN_MILLIS = 3_000;
  private static final int SHAKE_HANDS_WITHIN_MILLIS = 5_000;

  /** A server that is starting may accept a connection and let it go before it is one. */
  private static final int ATTEMPTS = 3;

  private static final long NEXT_ATTEMPT_NANOS = 500_000_000;

  /** A server that recovers its queues may never answer; then it is asked again. */
  private static final int ANSWER_WITHIN_MILLIS = 5_000;

  /** A silent connection is given up after two of these; below 5 s, a busy server seems dead. */
  private static final int HEARTBEAT_SECONDS = 15;

  /** The most that any release takes from anybody. Larger bodies would end the connection. */
  private static final int LARGEST_BODY = 128 << 20;

  private final RabbitSettings settings;
  private final String client;
  private final ConnectionFactory factory = new ConnectionFactory();
  private final ExecutorService deliveries = new ReaderExecutor();
  private final ExecutorService helpers;
  private final List<Address> addresses;

  Connector(RabbitSettings settings, String client) {
    this.settings = settings;
    this.client = client;
    this.addresses = settings.url().hosts().stream().map(this::address).toList();
    AtomicInteger number = new AtomicInteger();
    ThreadFactory threads =
        work -> {
          Thread thread = new Thread(work, "busline-rabbitmq-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    this.helpers = Executors.newCachedThreadPool(threads);
    configure(threads);
  }

  private Address address(HostPort host) {
    return new Address(host.host().replaceAll("[\\[\\]]", ""), settings.port(host));
  }

  private void configure(ThreadFactory threads) {
    Credentials credentials = settings.url().credentials().orElse(null);
    if (credentials != null) {
      factory.setUsername(credentials.user());
      factory.setPassword(credentials.password().reveal());
    }
    factory.setVirtualHost(settings.virtualHost());
    if (settings.isEncrypted()) {
      factory.useSslProtocol(Trust.context(settings.trust()));
      factory.enableHostnameVerification();
    }
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setConnectionTimeout(CONNECT_WITHIN_MILLIS);
    factory.setHandshakeTimeout(SHAKE_HANDS_WITHIN_MILLIS);
    factory.setChannelRpcTimeout(ANSWER_WITHIN_MILLIS);
    factory.setChannelShouldCheckRpcResponseType(true);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setMaxInboundMessageBodySize(LARGEST_BODY);
    factory.setThreadFactory(threads);
    factory.setSharedExecutor(deliveries);
    factory.setShutdownExecutor(helpers);
  }

  /**
   * Connects to the first server that answers; blocks for some seconds at most for each.
   *
   * @param purpose what the connection is for, for the server's own tools to show
   * @throws BrokerException if none does
   */
  Connection connect(String purpose) {
    return connect(purpose, factory);
  }

  /** The same, and what is written may be held back, unless it is encrypted. */
  Connection connect(String purpose, Cork cork) {
    ConnectionFactory corked = factory.clone();
    if (!settings.isEncrypted()) {
      corked.setSocketFactory(cork);
    }
    return connect(purpose, corked);
  }

  private Connection connect(String purpose, ConnectionFactory from) {
    return Interrupts.defer(
        () -> {
          for (int attempt = 1; ; attempt++) {
            try {
              return from.newConnection(addresses, client + " " + purpose);
            } catch (IOException | TimeoutException | RuntimeException e) {
              if (attempt == ATTEMPTS || !Failures.isHangUp(e)) {
                throw new BrokerException(
                    "connecting to RabbitMQ at %s failed: %s"
                        .formatted(place(), Failures.connecting(e, settings.virtualHost())),
                    e);
              }
              LockSupport.parkNanos(NEXT_ATTEMPT_NANOS);
            }
          }
        });
  }

  /** Ends a connection, and does not wait long for a server that does not answer. */
  void abort(Connection connection) {
    try {
      CompletableFuture.runAsync(() -> connection.abort(CLOSE_WITHIN_MILLIS), helpers)
          .get(2 * CLOSE_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "a connection to {0} ends by itself", place());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Threads for what blocks. */
  ExecutorService helpers() {
    return helpers;
  }

  String place() {
    return settings.place();
  }

  /** Ends the threads; connections are their users' to close, before. */
  @Override
  public void close() {
    deliveries.shutdown();
    helpers.shutdown();
  }
}
