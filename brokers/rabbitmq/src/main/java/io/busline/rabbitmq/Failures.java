package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.busline.error.BrokerException;
import io.busline.spi.Interrupts;
import io.busline.spi.Unreachable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the client's exceptions mean, and what to do about them. */
final class Failures {

  /** What uses the client, and fails as that does. */
  @FunctionalInterface
  interface Call<T> {
    T call() throws IOException, TimeoutException;
  }

  private Failures() {}

  /**
   * Makes a call, and one exception of all with which it may fail.
   *
   * @param doing what is done, such as {@code reading dead letters}
   */
  static <T> T explained(String doing, Call<T> call) {
    return Interrupts.defer(
        () -> {
          try {
            return call.call();
          } catch (IOException | TimeoutException | ShutdownSignalException e) {
            throw new BrokerException("%s failed: %s".formatted(doing, reason(e)), e);
          }
        });
  }

  /** Why a call on a connection failed, or why a connection or a channel has ended. */
  static String reason(Throwable failure) {
    String found = "the connection is lost. It is made again by itself";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException shutdown) {
        return told(shutdown);
      }
      if (cause instanceof ChannelContinuationTimeoutException
          || cause instanceof TimeoutException) {
        found = "the server does not answer in time";
      }
    }
    return found;
  }

  /** The server's own words hold names of queues and users, but no password. */
  private static String told(ShutdownSignalException shutdown) {
    Method method = shutdown.getReason();
    if (method instanceof AMQP.Channel.Close close) {
      return "the server says " + close.getReplyText();
    }
    if (method instanceof AMQP.Connection.Close close && !shutdown.isInitiatedByApplication()) {
      return "the server says " + close.getReplyText();
    }
    return "the connection is lost. It is made again by itself";
  }

  /** Whether the server has closed a channel with this code. */
  static boolean isRefusal(@Nullable Throwable failure, int code) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException shutdown
          && shutdown.getReason() instanceof AMQP.Channel.Close close) {
        return close.getReplyCode() == code;
      }
    }
    return false;
  }

  /** Whether a server that was just started does not have its queues yet. */
  static boolean isStarting(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    return text.contains("have a running replica")
        || text.contains("have a replica on the local node")
        || text.contains("down or inaccessible")
        || text.contains("INTERNAL_ERROR");
  }

  /**
   * Whether a connection ended while it was made, without a word. A server that is starting may do
   * that to everybody, so it is worth another attempt; that it does so to who has a wrong password,
   * the client tells apart.
   */
  static boolean isHangUp(Throwable failure) {
    if (failure instanceof PossibleAuthenticationFailureException) {
      return false;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException
          || (cause instanceof SocketException && !(cause instanceof ConnectException))) {
        return true;
      }
    }
    return false;
  }

  /** Why a connection was not made; {@code virtualHost} is where to. */
  static String connecting(Throwable failure, String virtualHost) {
    String found =
        isHangUp(failure)
            ? "the connection was accepted and then ended. The server may be starting, or does not speak AMQP 0-9-1 on this port"
            : "what answers there does not speak AMQP 0-9-1 (%s). Check host and port"
                .formatted(failure.getClass().getSimpleName());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // The innermost cause that says anything says most.
      found = connecting(cause, virtualHost, found);
    }
    return found;
  }

  private static String connecting(Throwable cause, String virtualHost, String otherwise) {
    if (cause instanceof AuthenticationFailureException
        || cause instanceof PossibleAuthenticationFailureException) {
      return "the server does not accept this user and password. Correct them in the URL; without any, guest is tried";
    }
    if (cause instanceof ShutdownSignalException shutdown
        && shutdown.getReason() instanceof AMQP.Connection.Close close) {
      return close.getReplyCode() == AMQP.NOT_ALLOWED
          ? "the virtual host %s is not there, or this user may not use it. Correct the URL's path, or have the user's permissions changed"
              .formatted(virtualHost)
          : "the server says " + close.getReplyText();
    }
    if (cause instanceof SSLException) {
      return "server and client do not agree on how to encrypt. Check that the port is the one for TLS";
    }
    if (cause instanceof SocketTimeoutException) {
      return "there was no answer in time. Check host, port and network";
    }
    return Unreachable.reason(cause).orElse(otherwise);
  }
}
