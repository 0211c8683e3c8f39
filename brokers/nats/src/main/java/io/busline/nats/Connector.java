package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.spi.BusUrl.Credentials;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Consumer;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection to NATS, which heals itself, and what is wrong with it at the moment. The client's
 * own messages hold passwords, so none of them is passed on. Safe for use by several threads.
 */
final class Connector implements ErrorListener, AutoCloseable {
  private static final Logger LOG = System.getLogger("io.busline.nats");

  /** Half-open connections are noticed within two; the client's own two minutes are too long. */
  private static final Duration PING_INTERVAL = Duration.ofSeconds(10);

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration RECONNECT_WAIT = Duration.ofMillis(250);

  private static final Duration TOLD_WITHIN = Duration.ofSeconds(1);
  private static final long GLANCE_NANOS = 100_000;

  private final NatsSettings settings;
  private final Refusals refusals;
  private final Connection connection;
  private final Denials denials;

  /** How many errors of the server were noted. */
  private final AtomicLong told = new AtomicLong();

  private volatile String trouble = "";
  private volatile boolean closing;
  private volatile boolean lost;

  /** What the client's own exception about a failed connect does not tell. */
  private volatile @Nullable Throwable mishap;

  private volatile Runnable onLost = () -> {};
  private volatile Runnable onBack = () -> {};

  Connector(NatsSettings settings, String client) {
    this.settings = settings;
    this.refusals = new Refusals(settings);
    this.denials = new Denials(settings.place());
    try {
      connection = Nats.connect(options(client));
    } catch (IOException e) {
      throw failed(e instanceof AuthenticationException || mishap == null ? e : mishap);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while connecting to " + place());
    }
    if (refusals.gaveUp()) {
      throw failed(new AuthenticationException("given up"));
    }
  }

  private BrokerException failed(Throwable failure) {
    Throwable cause = refusals.gaveUp() ? new AuthenticationException("given up") : failure;
    return new BrokerException(
        "connecting to %s failed: %s".formatted(place(), ConnectFailure.explain(cause)));
  }

  /**
   * What waits in the client's buffer while the server is away would be sent later, after it was
   * said to have failed; so there is none. Tries to come back are never given up.
   */
  private Options options(String client) {
    Options.Builder options =
        Options.builder()
            .servers(settings.servers().toArray(String[]::new))
            .connectionName(client)
            .dataPortType(HeaderGuard.class.getName())
            .maxReconnects(-1)
            .reconnectWait(RECONNECT_WAIT)
            .reconnectBufferSize(0)
            .pingInterval(PING_INTERVAL)
            .maxPingsOut(2)
            .connectionTimeout(CONNECT_WITHIN)
            .dontForceFlushOnRequest()
            .connectionListener((changed, event) -> happened(event))
            .errorListener(this);
    settings.credentials().map(KeyFile::read).ifPresent(options::authHandler);
    settings.url().credentials().ifPresent(who -> identify(options, who));
    if (settings.tls()) {
      // Other modes hand an address to TLS, and no certificate is good for it.
      options
          .hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs)
          .sslContext(VerifiedTls.context(settings.trust()));
    }
    return options.build();
  }

  /** A user without a password is a token, as in every client of NATS. */
  private static void identify(Options.Builder options, Credentials who) {
    if (who.password().reveal().isEmpty()) {
      options.token(who.user().toCharArray());
    } else {
      options.userInfo(who.user().toCharArray(), who.password().reveal().toCharArray());
    }
  }

  Connection connection() {
    return connection;
  }

  String place() {
    return settings.place();
  }

  boolean isConnected() {
    return connection.getStatus() == Connection.Status.CONNECTED;
  }

  /**
   * Whether the server has read all that was handed to the client before; blocks for a round trip,
   * and at most for some time. The client's own flush is not for that: it asks nothing when a
   * message has just come in, or when the connection is just being lost, and returns.
   */
  boolean hasRead(Duration within) {
    Incarnation life = Incarnation.of(connection);
    long deadline = System.nanoTime() + within.toNanos();
    do {
      try {
        connection.RTT();
        awaitRefusals();
        return life.equals(Incarnation.of(connection));
      } catch (IOException | IllegalStateException e) {
        LOG.log(Level.DEBUG, "{0} did not answer a ping", place());
      }
    } while (isConnected()
        && life.equals(Incarnation.of(connection))
        && !Thread.currentThread().isInterrupted()
        && deadline - System.nanoTime() > 0);
    return false;
  }

  /**
   * The server answers a ping, whatever it has refused before; and the client tells of a refusal on
   * another thread than of the answer.
   */
  private void awaitRefusals() {
    long errors = connection.getStatistics().getErrs();
    long deadline = System.nanoTime() + TOLD_WITHIN.toNanos();
    while (told.get() < errors && deadline - System.nanoTime() > 0) {
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  /** What the server has refused for want of a permission; all of it once {@link #hasRead}. */
  Denials denials() {
    return denials;
  }

  /** What is wrong at the moment, in one sentence. */
  Optional<String> problem() {
    if (connection.getStatus() == Connection.Status.CLOSED) {
      return Optional.of(
          "the connection to %s has ended for good%s. Open a new bus"
              .formatted(place(), trouble.isEmpty() ? "" : ": " + trouble));
    }
    if (!isConnected()) {
      return Optional.of("the connection to %s is lost; it is tried again".formatted(place()));
    }
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }

  /** Has something done when the connection is lost; on a thread of the client's. */
  void onLost(Runnable action) {
    onLost = action;
  }

  /** Has something done when it is back, with its subscriptions; on a thread of the client's. */
  void onBack(Runnable action) {
    onBack = action;
  }

  private void happened(Events event) {
    switch (event) {
      case CONNECTED, RECONNECTED -> refusals.connected();
      case DISCONNECTED -> {
        // Every attempt to connect that fails half-way is one more disconnection to the client.
        if (refusals.wasConnected() && !closing && !lost) {
          LOG.log(Level.WARNING, "the connection to {0} is lost", place());
        }
        lost = true;
        onLost.run();
      }
      case RESUBSCRIBED -> {
        LOG.log(Level.INFO, "the connection to {0} is back", place());
        lost = false;
        trouble = "";
        onBack.run();
      }
      case LAME_DUCK -> LOG.log(Level.INFO, "the server at {0} is about to end", place());
      default -> {}
    }
  }

  /** The server's own words about what it refused; it quotes names, never credentials. */
  @Override
  public void errorOccurred(Connection changed, String error) {
    // Before the first connection, whoever connects is told; after the last, nobody asks.
    Level level = refusals.wasConnected() && !closing ? Level.WARNING : Level.DEBUG;
    LOG.log(level, "{0} says: {1}", place(), error);
    String lower = error.toLowerCase(Locale.ROOT);
    if (denials.note(error)) {
      // Told to those whom it concerns.
    } else if (lower.contains("permissions violation")) {
      trouble = "the server refuses: " + error + ". Have its permissions changed";
    } else if (lower.contains("authorization") || lower.contains("authentication")) {
      trouble = "the server no longer accepts the credentials. Renew them";
      refusals.refused(changed);
    }
    told.incrementAndGet();
  }

  @Override
  public void exceptionOccurred(Connection changed, Exception failure) {
    // Lost connections are told above, and every caller is told of its own call.
    mishap = failure;
    LOG.log(Level.DEBUG, "the client for {0} met {1}", place(), failure.getClass().getName());
  }

  @Override
  public void slowConsumerDetected(Connection changed, Consumer consumer) {
    LOG.log(
        Level.WARNING,
        "messages of {0} come faster than they are taken, and are dropped until then",
        place());
  }

  void closeDispatcher(Dispatcher dispatcher) {
    try {
      connection.closeDispatcher(dispatcher);
    } catch (IllegalStateException | IllegalArgumentException e) {
      // The connection is closed, and its dispatchers with it.
      LOG.log(Level.DEBUG, "a dispatcher of {0} was closed before", place());
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while closing the connection to " + place());
    }
  }
}
