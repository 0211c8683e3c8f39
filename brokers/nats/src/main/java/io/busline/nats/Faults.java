package io.busline.nats;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hears what goes wrong inside the client library. Safe for use by several threads. */
final class Faults implements ErrorListener {

  private static final System.Logger LOG = System.getLogger(Faults.class.getName());

  private volatile @Nullable Throwable last;

  /** What went wrong last. */
  @Nullable Throwable last() {
    return last;
  }

  void tell(System.Logger.Level level, String message) {
    LOG.log(level, message);
  }

  @Override
  public void errorOccurred(Connection connection, String error) {
    if (error.toLowerCase(Locale.ROOT).contains("authorization")) {
      last = new AuthenticationException(error);
    }
    LOG.log(System.Logger.Level.WARNING, "the server reports: {0}", error);
  }

  /** Lost connections are told elsewhere, once each. */
  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    last = exception;
    if (!(exception instanceof IOException)) {
      LOG.log(
          System.Logger.Level.WARNING, "the client library met an unforeseen failure", exception);
    }
  }

  /** What is received was asked for, so this does not happen; if it does, events are missing. */
  @Override
  public void slowConsumerDetected(Connection connection, Consumer consumer) {
    LOG.log(
        System.Logger.Level.WARNING,
        "messages came faster than they were taken, and {0} were dropped",
        consumer.getDroppedCount());
  }
}
