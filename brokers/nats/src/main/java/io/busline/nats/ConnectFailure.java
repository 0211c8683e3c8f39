package io.busline.nats;

import io.busline.spi.Unreachable;
import io.nats.client.AuthenticationException;
import javax.net.ssl.SSLException;

/**
 * Why a connection was not made, and what to do about it. Told by the kinds of the causes, because
 * the client's own words quote the URL, with its password.
 */
final class ConnectFailure {

  private ConnectFailure() {}

  static String explain(Throwable failure) {
    String found =
        "what answers there does not speak as NATS does, or stops in the middle. Check host, port and network";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // The innermost cause that says anything says most.
      found = reason(cause, found);
    }
    return found;
  }

  private static String reason(Throwable cause, String otherwise) {
    if (cause instanceof AuthenticationException) {
      return "the server does not accept these credentials. Correct the URL's user and password, or the file of credentials";
    }
    if (cause instanceof SSLException) {
      return "server and client do not agree on how to encrypt. Check the server's TLS, and whether it wants to see a certificate";
    }
    return switch (String.valueOf(cause.getMessage())) {
      case "SSL connection wanted by client." ->
          "the server does not speak TLS. Leave out tls=true, or have the server use TLS";
      case "SSL required by server." -> "the server asks for TLS. Add tls=true";
      default -> Unreachable.reason(cause).orElse(otherwise);
    };
  }
}
