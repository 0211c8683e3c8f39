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
import java.net.ConnectException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;

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

  private final NatsSettings settings;
  private final Connection connection;
  private final AtomicLong dropped = new AtomicLong();
  private volatile String trouble = "";
  private volatile boolean closing;
  private volatile Runnable onLost = () -> {};
  private volatile Runnable onBack = () -> {};

  Connector(NatsSettings settings, String client) {
    this.settings = settings;
    try {
      connection = Nats.connect(options(client));
    } catch (IOException e) {
      throw new BrokerException("connecting to %s failed: %s".formatted(place(), reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while connecting to " + place());
    }
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

  /** Why connecting failed, and what to do; the client's message would quote the URL. */
  private String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof AuthenticationException || text.contains("authorization violation")) {
        return "the server does not know this user or token, or the password is wrong. Correct the URL's credentials";
      }
      if (cause instanceof SSLException || text.contains("certificate")) {
        return "the server's certificate is not valid for that name, or nobody trusted has signed it. Use the name in the certificate, or name its authority with trust=FILE";
      }
      if (text.contains("ssl required") || text.contains("secure")) {
        return settings.tls()
            ? "the server does not speak TLS. Leave out tls=true, or have the server use TLS"
            : "the server asks for TLS. Add tls=true";
      }
      if (cause instanceof ConnectException || text.contains("refused")) {
        return "nobody listens there. Start the server, or correct host and port";
      }
    }
    return "there was no answer of NATS within %s. Check host, port and network"
        .formatted(CONNECT_WITHIN);
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

  /** What is wrong at the moment, in one sentence. */
  Optional<String> problem() {
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

  /** How many messages the client has thrown away because nobody took them in time. */
  long dropped() {
    return dropped.get();
  }

  private void happened(Events event) {
    switch (event) {
      case DISCONNECTED -> {
        if (!closing) {
          LOG.log(Level.WARNING, "the connection to {0} is lost", place());
        }
        onLost.run();
      }
      case RESUBSCRIBED -> {
        LOG.log(Level.INFO, "the connection to {0} is back", place());
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
    String lower = error.toLowerCase(Locale.ROOT);
    if (lower.contains("permissions violation")) {
      trouble = "the server refuses: " + error + ". Have its permissions changed";
    } else if (lower.contains("authorization") || lower.contains("authentication")) {
      trouble = "the server no longer accepts the credentials. Renew them";
    }
    LOG.log(Level.WARNING, "{0} says: {1}", place(), error);
  }

  @Override
  public void exceptionOccurred(Connection changed, Exception failure) {
    // Lost connections are told above, and every caller is told of its own call.
    LOG.log(Level.DEBUG, "the client for {0} met {1}", place(), failure.getClass().getName());
  }

  @Override
  public void slowConsumerDetected(Connection changed, Consumer consumer) {
    dropped.addAndGet(consumer.getDroppedCount());
    consumer.clearDroppedCount();
    trouble = "messages were dropped, because they came faster than they were taken";
    LOG.log(Level.WARNING, "{0}: {1}", place(), trouble);
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
