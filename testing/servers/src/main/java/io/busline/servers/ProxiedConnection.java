package io.busline.servers;

import io.busline.servers.TcpProxy.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** One connection through a proxy: two sockets and a thread for each direction. */
final class ProxiedConnection {
  private static final int BUFFER = 64 * 1024;
  private static final long SECOND = 1_000_000_000;

  private final TcpProxy proxy;
  private final Socket client;
  private final Socket server;

  /** In which directions a byte was swallowed. */
  private final Set<Mode> holes = ConcurrentHashMap.newKeySet();

  ProxiedConnection(TcpProxy proxy, Socket client, Socket server) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
  }

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    daemon("proxy-requests", () -> copy(client, server, Mode.SWALLOW_REQUESTS)).start();
    daemon("proxy-answers", () -> copy(server, client, Mode.SWALLOW_ANSWERS)).start();
  }

  private void copy(Socket from, Socket to, Mode direction) {
    byte[] buffer = new byte[BUFFER];
    try {
      to.setTcpNoDelay(true);
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer, 0, piece()); read >= 0; read = in.read(buffer, 0, piece())) {
        LockSupport.parkNanos(proxy.delayNanos());
        if (proxy.mode().swallows(direction)) {
          holes.add(direction);
          proxy.swallowed(read);
          // The mode may have changed since it was asked for, and who changed it saw no hole.
          resetIfTorn();
        } else if (holes.contains(direction)) {
          reset();
        } else {
          LockSupport.parkNanos(read * SECOND / proxy.bytesPerSecond());
          proxy.passed(read);
          out.write(buffer, 0, read);
        }
      }
      end();
    } catch (IOException e) {
      // One side has gone, so the other goes in the same way.
      reset();
    }
  }

  /** What passes at once: a tenth of a second's worth, so that a limit is felt as a slow stream. */
  private int piece() {
    return Math.max(1, Math.min(BUFFER, proxy.bytesPerSecond() / 10));
  }

  private void end() throws IOException {
    proxy.ended(this);
    client.close();
    server.close();
  }

  /** Resets it if bytes would follow a hole: the server would take them for something else. */
  void resetIfTorn() {
    Mode mode = proxy.mode();
    if (!holes.stream().allMatch(mode::swallows)) {
      reset();
    }
  }

  /** Ends both sides with RST: a linger time of zero says so (RFC 9293, 3.10.5). */
  void reset() {
    proxy.ended(this);
    for (Socket socket : new Socket[] {client, server}) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // It was closed already.
      }
    }
  }
}
