package io.busline.spi;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Why a server cannot be reached, and what to do about it. Told by the kind of a failure, because a
 * client's own words may quote a URL, with its password.
 */
public final class Unreachable {

  private Unreachable() {}

  /**
   * What one failure means; not what its causes mean.
   *
   * @param failure what a client, or the JVM, has thrown
   * @return a reason and a remedy, or nothing if it is of no kind that is known here
   */
  public static Optional<String> reason(Throwable failure) {
    return Optional.ofNullable(words(failure));
  }

  private static @Nullable String words(Throwable failure) {
    if (failure instanceof CertificateExpiredException
        || failure instanceof CertificateNotYetValidException) {
      return "the server's certificate has expired, or is not valid yet. Renew it, or set the clock";
    }
    if (failure instanceof CertPathBuilderException) {
      return "nobody trusted has signed the server's certificate. Name its authority with trust=FILE";
    }
    if (failure instanceof CertificateException) {
      return "the server's certificate is not for this host. Connect by a name that the certificate holds";
    }
    if (failure instanceof UnknownHostException) {
      return "no host has that name. Correct it";
    }
    if (failure instanceof ConnectException) {
      return "nobody listens there. Start the server, or correct host and port";
    }
    if (failure instanceof TimeoutException) {
      return "there was no answer in time. Check host, port and network";
    }
    return null;
  }
}
