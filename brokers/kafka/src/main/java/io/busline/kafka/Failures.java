package io.busline.kafka;

import io.busline.error.BrokerException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What Kafka's failures mean, in words. The client's own may quote its settings, passwords among
 * them; so only what a server has said is passed on.
 */
final class Failures {

  private Failures() {}

  static BrokerException of(String doing, Throwable failure) {
    return new BrokerException("%s failed: %s".formatted(doing, explain(failure)));
  }

  /** The client could not even be made: a host without an address, a file that holds no key. */
  static BrokerException unusable(String place, KafkaException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof LoginException) {
      return new BrokerException(
          "connecting to %s failed: there is no token to show. Check the file that the option token names"
              .formatted(place));
    }
    boolean names = String.valueOf(root.getMessage()).contains("bootstrap");
    return new BrokerException(
        "connecting to %s failed: %s"
            .formatted(
                place,
                names
                    ? "no such host. Check the names in the URL"
                    : "the client cannot be set up, because of a %s. Check the option trust"
                        .formatted(root.getClass().getSimpleName())));
  }

  /** Why, as the end of a sentence. */
  static String explain(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof SslAuthenticationException) {
      return "there is no trust. Check the server's certificate and its host name, and the option trust";
    }
    if (cause instanceof AuthenticationException) {
      return "the server does not accept the credentials, or not this way of giving them. Check the user and the password, or the token, and the option sasl";
    }
    if (cause instanceof AuthorizationException) {
      return "the server forbids it: %s. Have the user's rights extended".formatted(said(cause));
    }
    if (cause instanceof TimeoutException || cause instanceof DisconnectException) {
      return "no answer came in time. Check that Kafka runs there, and the addresses it advertises";
    }
    if (cause instanceof RecordTooLargeException) {
      return "the event is larger than the topic allows. Raise the topic's max.message.bytes";
    }
    if (cause instanceof LinkageError) {
      return "the class path mixes versions of kafka-clients (%s). Have one, of 4.1 or newer; <kafka.version> is the property that sets it"
          .formatted(cause);
    }
    return cause instanceof ApiException ? said(cause) : cause.getClass().getSimpleName();
  }

  /**
   * Whether the controller hears of no broker at the moment: "All brokers are currently fenced". It
   * says so too of brokers without a log directory that works, which no waiting mends.
   */
  static boolean saysFenced(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof InvalidReplicationFactorException
        && said(cause).contains("currently fenced");
  }

  private static String said(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).strip();
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  /** What went wrong underneath. */
  static Throwable cause(Throwable failure) {
    Throwable next = isMere(failure) ? failure.getCause() : null;
    return next == null ? failure : cause(next);
  }

  private static boolean isMere(Throwable failure) {
    return failure instanceof ExecutionException
        || failure instanceof CompletionException
        || failure.getClass() == KafkaException.class;
  }
}
