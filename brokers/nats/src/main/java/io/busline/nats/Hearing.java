package io.busline.nats;

import io.busline.error.BrokerException;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether answers are heard. All come to inboxes, and a server that withdraws the permission to
 * listen there ends what was listening, for good. So it is tried from time to time whether the
 * permission is back, and then the connection is made anew. Safe for use by several threads.
 */
final class Hearing {
  private static final Logger LOG = System.getLogger(Hearing.class.getName());
  private static final String INBOXES = "_INBOX.";
  private static final long TRY_NANOS = 1_000_000_000;

  private final Connector connector;
  private final Connection connection;
  private final Dispatcher dispatcher;
  private final Runnable onDeaf;
  private final AtomicBoolean trying = new AtomicBoolean();
  private final AtomicReference<@Nullable String> unheard = new AtomicReference<>();
  private volatile long triedAt;

  /**
   * Begins to look after it.
   *
   * @param onDeaf called, on a thread of the client's, when answers will not be heard any more
   */
  Hearing(Connector connector, Dispatcher dispatcher, Runnable onDeaf) {
    this.connector = connector;
    this.connection = connector.connection();
    this.dispatcher = dispatcher;
    this.onDeaf = onDeaf;
    connector.denials().onSubscription(this::denied);
  }

  private void denied(String subject) {
    if (subject.startsWith(INBOXES)) {
      if (unheard.getAndSet(subject) == null) {
        triedAt = System.nanoTime();
      }
      onDeaf.run();
    }
  }

  /** Why answers are not heard, in one sentence. Also a moment to try again. */
  Optional<String> problem() {
    String subject = unheard.get();
    if (subject == null) {
      return Optional.empty();
    }
    if (System.nanoTime() - triedAt > TRY_NANOS && trying.compareAndSet(false, true)) {
      var unused = CompletableFuture.runAsync(this::tryAgain);
    }
    return Optional.of(String.valueOf(connector.denials().subscription(subject).getMessage()));
  }

  /** Refuses to ask what will not be heard to be answered. */
  void require() {
    if (unheard.get() != null) {
      problem()
          .ifPresent(
              text -> {
                throw new BrokerException(text);
              });
    }
  }

  private void tryAgain() {
    try {
      String before = unheard.get();
      long since = System.nanoTime();
      triedAt = since;
      String inbox = connection.createInbox();
      var subscription = dispatcher.subscribe(inbox, answer -> {});
      boolean told = connector.hasRead(JetStreamApi.TIMEOUT);
      dispatcher.unsubscribe(subscription);
      if (told && !connector.denials().ofSubscription(inbox, since)) {
        // Before the new connection is there, whatever is asked has no answer.
        connection.forceReconnect();
        unheard.compareAndSet(before, null);
      }
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.DEBUG, "{0} is out of reach", connector.place());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      trying.set(false);
    }
  }
}
