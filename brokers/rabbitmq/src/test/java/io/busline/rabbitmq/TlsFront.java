package io.busline.rabbitmq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;

/** Speaks TLS for a server that does not. */
final class TlsFront implements AutoCloseable {
  private final int target;
  private final ServerSocket listening;

  /**
   * Opens it.
   *
   * @param context with a certificate
   * @param target the server's port
   */
  TlsFront(SSLContext context, int target) {
    this.target = target;
    try {
      listening =
          context
              .getServerSocketFactory()
              .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("opening a front for TLS", e);
    }
    start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        start(() -> pass(client, server));
        start(() -> pass(server, client));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException("accepting a connection", e);
        }
      }
    }
  }

  /** Until one side ends, which ends the other. */
  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // A client that does not like the certificate goes away; that is what the tests look at.
      return;
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tls-front");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a front for TLS", e);
    }
  }
}
