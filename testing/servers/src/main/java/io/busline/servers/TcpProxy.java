package io.busline.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and a server on this machine and breaks what passes, without any right
 * that a user does not have. Safe for use by several threads.
 */
public final class TcpProxy implements AutoCloseable {

  /** What is done with connections and with the bytes on them. */
  public enum Mode {
    /** Everything passes. */
    PASS,
    /** New connections are closed as soon as they are accepted. */
    CLOSE,
    /** New connections get a line of nonsense, and are closed. */
    BABBLE,
    /** Connections stay open, and no byte reaches the server. */
    SWALLOW_REQUESTS,
    /** Connections stay open, and no byte reaches the client. */
    SWALLOW_ANSWERS,
    /** Connections stay open, and no byte passes. */
    SWALLOW;

    /**
     * Whether no byte passes in a direction, which the mode that swallows only there stands for.
     */
    boolean swallows(Mode direction) {
      return this == SWALLOW || this == direction;
    }
  }

  private final ServerSocket listening;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong swallowed = new AtomicLong();
  private volatile int target;
  private volatile Mode mode = Mode.PASS;
  private volatile long delayNanos;
  private volatile int bytesPerSecond = Integer.MAX_VALUE;
  private volatile boolean closed;

  private TcpProxy(int target) {
    this.target = target;
    try {
      listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException("opening a proxy", e);
    }
    ProxiedConnection.daemon("proxy-accept", this::accept).start();
  }

  /**
   * Opens a proxy on a free port.
   *
   * @param port where the server listens, on this machine
   * @return the proxy
   */
  public static TcpProxy to(int port) {
    return new TcpProxy(port);
  }

  /**
   * Where clients connect, on 127.0.0.1.
   *
   * @return the port
   */
  public int port() {
    return listening.getLocalPort();
  }

  /**
   * Host and port, as a URL has them.
   *
   * @return such as {@code 127.0.0.1:40123}
   */
  public String address() {
    return "127.0.0.1:" + port();
  }

  /**
   * Changes what is done, with open connections too. One on which bytes were swallowed never lets
   * another pass in that direction, for what follows a hole is no stream that either side has sent:
   * it is reset as soon as bytes there are no longer swallowed.
   *
   * @param newMode what
   */
  public void mode(Mode newMode) {
    mode = newMode;
    connections.forEach(ProxiedConnection::resetIfTorn);
  }

  /**
   * Lets every piece of data wait before it passes, in each direction.
   *
   * @param delay how long; zero for not at all
   */
  public void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /**
   * Lets no more than so much pass on each connection in each direction.
   *
   * @param bytes how many in a second, at least 1; {@link Integer#MAX_VALUE} for no limit
   */
  public void limit(int bytes) {
    bytesPerSecond = bytes;
  }

  /**
   * Leads new connections to another server.
   *
   * @param port where that listens
   */
  public void retarget(int port) {
    target = port;
  }

  /** Resets all open connections, as a crash or a firewall does; those too that are just opened. */
  public void cut() {
    cuts.incrementAndGet();
    connections.forEach(ProxiedConnection::reset);
  }

  /**
   * How many connections were accepted so far.
   *
   * @return the number
   */
  public int accepted() {
    return accepted.get();
  }

  /**
   * How many bytes have passed so far, of both directions.
   *
   * @return the number
   */
  public long passed() {
    return passed.get();
  }

  long swallowed() {
    return swallowed.get();
  }

  Mode mode() {
    return mode;
  }

  int bytesPerSecond() {
    return bytesPerSecond;
  }

  void passed(int bytes) {
    passed.addAndGet(bytes);
  }

  void swallowed(int bytes) {
    swallowed.addAndGet(bytes);
  }

  long delayNanos() {
    return delayNanos;
  }

  void ended(ProxiedConnection connection) {
    connections.remove(connection);
  }

  private void accept() {
    while (!closed) {
      try {
        serve(listening.accept());
      } catch (IOException e) {
        if (!closed) {
          throw new UncheckedIOException("accepting a connection", e);
        }
      }
    }
  }

  /** Fails for no client: one that goes at once must not end the proxy for all others. */
  private void serve(Socket client) {
    int before = cuts.get();
    accepted.incrementAndGet();
    Mode now = mode;
    if (now == Mode.CLOSE || now == Mode.BABBLE) {
      refuse(client, now);
      return;
    }
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      ProxiedConnection connection = new ProxiedConnection(this, client, server);
      connections.add(connection);
      connection.start();
      if (cuts.get() != before) {
        connection.reset();
      }
    } catch (IOException e) {
      // Nobody listens there, so nobody listens here either.
      refuse(client, Mode.CLOSE);
    }
  }

  private static void refuse(Socket client, Mode how) {
    try (client) {
      if (how == Mode.BABBLE) {
        client
            .getOutputStream()
            .write("\u0000\u0001 220 who is there?\r\n".getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  /** Resets all connections and listens no more. */
  @Override
  public void close() {
    closed = true;
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a proxy", e);
    }
    cut();
  }
}
