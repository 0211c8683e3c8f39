package io.busline.nats;

import io.nats.client.AuthenticationException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;
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
    if (cause instanceof CertificateExpiredException
        || cause instanceof CertificateNotYetValidException) {
      return "the server's certificate has expired, or is not valid yet. Renew it, or set the clock";
    }
    if (cause instanceof CertPathBuilderException) {
      return "nobody trusted has signed the server's certificate. Name its authority with trust=FILE";
    }
    if (cause instanceof CertificateException) {
      return "the server's certificate is not for this host. Connect by a name that the certificate holds";
    }
    if (cause instanceof SSLException) {
      return "server and client do not agree on how to encrypt. Check the server's TLS, and whether it wants to see a certificate";
    }
    if (cause instanceof UnknownHostException) {
      return "no host has that name. Correct it";
    }
    if (cause instanceof ConnectException) {
      return "nobody listens there. Start the server, or correct host and port";
    }
    if (cause instanceof TimeoutException) {
      return "there was no answer in time. Check host, port and network";
    }
    return switch (String.valueOf(cause.getMessage())) {
      case "SSL connection wanted by client." ->
          "the server does not speak TLS. Leave out tls=true, or have the server use TLS";
      case "SSL required by server." -> "the server asks for TLS. Add tls=true";
      default -> otherwise;
    };
  }
}
