package io.busline.rabbitmq;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what one thread writes to a connection together until it has written all it has. The client
 * pushes every message out by itself, which is a system call for each, here and on the server. Made
 * for one connection at a time.
 */
final class Cork extends SocketFactory {
  private static final int BUFFER_BYTES = 1 << 16;

  private volatile @Nullable OutputStream out;
  private volatile boolean held;

  /** From now on, what is written stays here unless it fills the buffer. */
  void hold() {
    held = true;
  }

  /** Sends what was held back. */
  void release() throws IOException {
    held = false;
    OutputStream current = out;
    if (current != null) {
      current.flush();
    }
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public OutputStream getOutputStream() throws IOException {
        OutputStream corked = new Corked(super.getOutputStream());
        out = corked;
        return corked;
      }
    };
  }

  private final class Corked extends BufferedOutputStream {

    Corked(OutputStream socket) {
      super(socket, BUFFER_BYTES);
    }

    @Override
    public synchronized void flush() throws IOException {
      if (!held) {
        super.flush();
      }
    }
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unasked();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw unasked();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unasked();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw unasked();
  }

  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException("the client connects its sockets itself");
  }
}
