package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.spi.BusUrl.Credentials;
import io.busline.spi.BusUrl.HostPort;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Connects, keeps connected, and explains in words of ours why that fails: the client library's own
 * messages hold passwords. Safe for use by several threads.
 */
final class Connector implements AutoCloseable {

  private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(5);

  /** Two pings without an answer end a connection that looks alive; 2 min is the default. */
  private static final Duration PING = Duration.ofSeconds(10);

  /** Between two rounds through all servers; with jitter, so that clients do not come together. */
  private static final Duration RECONNECT_WAIT = Duration.ofMillis(250);

  private static final Duration RECONNECT_JITTER = Duration.ofMillis(250);

  private final NatsSettings settings;
  private final Faults faults = new Faults();
  private final Connection connection;
  private volatile Runnable lost = () -> {};
  private volatile Runnable back = () -> {};
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile boolean closed;

  /** Connects; blocks until that has worked or failed. */
  Connector(NatsSettings settings, String client) {
    this.settings = settings;
    if (settings.exposesSecret()) {
      throw new ConfigurationException(
          "the credentials for %s would go over the network unencrypted. Add ?tls=true, or ?insecure=true if the network is safe"
              .formatted(servers()));
    }
    try {
      this.connection = Nats.connect(options(client));
    } catch (IOException e) {
      throw explain(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("connecting to %s was interrupted".formatted(servers()), e);
    }
  }

  private Options options(String client) {
    Options.Builder options =
        Options.builder()
            .servers(
                settings.servers().stream()
                    .map(server -> (settings.tls() ? "tls://" : "nats://") + withPort(server))
                    .toArray(String[]::new))
            .connectionName(client)
            .connectionTimeout(CONNECTS_WITHIN)
            .pingInterval(PING)
            .maxPingsOut(2)
            .maxReconnects(-1)
            .reconnectWait(RECONNECT_WAIT)
            .reconnectJitter(RECONNECT_JITTER)
            // What cannot be sent now fails now. Sent later, it would be a ghost.
            .reconnectBufferSize(0)
            .dontForceFlushOnRequest()
            .errorListener(faults)
            .connectionListener((c, event) -> changed(event));
    if (settings.tls()) {
      Tls.use(options, settings.trust());
    }
    settings.user().ifPresent(user -> authenticate(options, user));
    settings
        .credentials()
        .ifPresent(file -> options.authHandler(Nats.credentials(file.toString())));
    return options.build();
  }

  private static void authenticate(Options.Builder options, Credentials user) {
    String password = user.password().reveal();
    if (password.isEmpty()) {
      options.token(user.user().toCharArray());
    } else {
      options.userInfo(user.user().toCharArray(), password.toCharArray());
    }
  }

  private static String withPort(HostPort server) {
    return server.port().isPresent() ? server.toString() : server + ":" + NatsSettings.DEFAULT_PORT;
  }

  /** The servers as the user wrote them, without credentials. */
  String servers() {
    return settings.servers().stream().map(HostPort::toString).collect(Collectors.joining(","));
  }

  private BrokerException explain(IOException failure) {
    Throwable cause = faults.last();
    boolean refused =
        failure instanceof AuthenticationException || cause instanceof AuthenticationException;
    // The library's exception holds the URLs with their passwords, so it is no cause.
    return new BrokerException(
        "connecting to %s failed: %s"
            .formatted(
                servers(),
                refused
                    ? "it refused the credentials. Check user and password, token or ?credentials=, and what the account may do"
                    : reason(cause)));
  }

  private static String reason(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return "no secure connection came about (%s). Check that the server speaks TLS, that its certificate names this host, and that ?trust= has who signed it"
            .formatted(cause.getMessage());
      }
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        return "no address is known for that name. Check how it is spelt";
      }
      if (cause instanceof SocketTimeoutException) {
        return "nothing answered within %d s. Check host and port, and firewalls between"
            .formatted(CONNECTS_WITHIN.toSeconds());
      }
      if (cause instanceof ConnectException) {
        return "nothing listens there. Start the server, or check host and port";
      }
    }
    return failure == null
        ? "nothing listens there. Start the server, or check host and port"
        : "%s. Check that it is a NATS server, and whether it wants TLS"
            .formatted(failure.getClass().getSimpleName());
  }

  private void changed(Events event) {
    if (event == Events.DISCONNECTED) {
      if (!closed && told.compareAndSet(false, true)) {
        faults.tell(
            System.Logger.Level.WARNING, "the connection to %s is lost".formatted(servers()));
      }
      lost.run();
    } else if (event == Events.RESUBSCRIBED) {
      told.set(false);
      faults.tell(System.Logger.Level.INFO, "connected to %s again".formatted(servers()));
      back.run();
    }
  }

  Connection connection() {
    return connection;
  }

  /** Refuses a server that keeps nothing. */
  void requireJetStream() {
    if (!connection.getServerInfo().isJetStreamAvailable()) {
      close();
      throw new BrokerException(
          "%s has no JetStream. Start the server with -js, or use nats://%s, which keeps nothing"
              .formatted(servers(), servers()));
    }
  }

  /** Has something done, on another thread, whenever the connection is lost. */
  void onLost(Runnable action) {
    lost = action;
  }

  /** Has something done, on another thread, whenever the connection is there again. */
  void onBack(Runnable action) {
    back = action;
  }

  /** Why nothing can be sent at the moment. */
  Optional<String> problem() {
    return connection.getStatus() == Connection.Status.CONNECTED
        ? Optional.empty()
        : Optional.of(
            closed
                ? "the connection to %s is closed. Open a new bus".formatted(servers())
                : "%s is out of reach; connecting again".formatted(servers()));
  }

  @Override
  public void close() {
    closed = true;
    Interrupts.defer(
        () -> {
          try {
            connection.close();
            return true;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
          }
        });
  }
}
