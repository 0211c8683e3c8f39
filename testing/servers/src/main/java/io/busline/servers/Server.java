package io.busline.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A broker of a test's own, on a port of 127.0.0.1 that it keeps and with data that it keeps, until
 * it is closed. For one thread at a time.
 */
public abstract sealed class Server implements AutoCloseable
    permits KafkaServer, NatsServer, RabbitServer {
  private static final int ANSWERS_WITHIN_MILLIS = 2_000;
  private static final long GLANCE_NANOS = 20_000_000;

  /** How often a start may be tried, as a service manager would. */
  private static final int STARTS = 3;

  private static final System.Logger LOGGER = System.getLogger(Server.class.getName());

  private final int port = Ports.free();
  private final Path folder;
  private final Duration patience;
  private @Nullable ServerProcess process;

  /**
   * A server that is not started.
   *
   * @param name its name, for its folder and for messages
   * @param patience how long it may take to start
   */
  Server(String name, Duration patience) {
    this.folder = Folders.create(name);
    this.patience = patience;
  }

  /** The arguments to {@code dev/brokers run}. */
  abstract List<String> arguments();

  /** Whether a server that was just connected to speaks its protocol and is ready. */
  abstract boolean greets(Socket socket) throws IOException;

  /** What holds its data, and nothing else. */
  abstract Path store();

  final Path folder() {
    return folder;
  }

  /**
   * Where it listens, on 127.0.0.1; the same after every restart.
   *
   * @return the port
   */
  public final int port() {
    return port;
  }

  /**
   * Host and port, as a URL has them.
   *
   * @return such as {@code 127.0.0.1:4222}
   */
  public final String address() {
    return "127.0.0.1:" + port;
  }

  /** Starts it for the first time; when that fails, nothing is left of it. */
  final void startOrClose() {
    try {
      restart();
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts it again with the data it had; blocks until it answers. One that ends instead is started
   * anew: a port that was free when it was chosen may be taken by the time it is used.
   *
   * @throws IllegalStateException if it does not, with what it has written since the last start
   */
  public final void restart() {
    for (int starts = 1; !comesUp(); starts++) {
      String written = process().logSinceStart();
      if (isRunning()) {
        throw new IllegalStateException(
            "the " + this + " does not answer within " + patience + ": " + written);
      }
      if (starts == STARTS) {
        throw new IllegalStateException("the " + this + " does not start: " + written);
      }
      LOGGER.log(System.Logger.Level.WARNING, "The {0} ended while starting: {1}", this, written);
    }
  }

  /** Whether it answers in time; it has ended or hangs if not. */
  private boolean comesUp() {
    startUnready();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!answers()) {
      if (!isRunning() || System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
    return true;
  }

  /**
   * Starts it again without any data; blocks until it answers.
   *
   * @throws IllegalStateException if it does not, with its log
   */
  public final void restartEmpty() {
    Folders.remove(store());
    restart();
  }

  final void startUnready() {
    if (process == null) {
      process = new ServerProcess(arguments(), folder.resolve("log.txt"));
    }
    process.start();
  }

  /**
   * Whether it is ready for clients; blocks for some seconds if it is frozen.
   *
   * @return true if so
   */
  public final boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWERS_WITHIN_MILLIS);
      socket.setSoTimeout(ANSWERS_WITHIN_MILLIS);
      return greets(socket);
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it at once, as {@code kill -9} does; blocks until it has ended. */
  public final void kill() {
    process().kill();
  }

  /** Asks it to end; blocks until it has ended. */
  public final void stop() {
    process().stop();
  }

  /** Freezes it: connections stay open and nothing is answered. */
  public final void pause() {
    process().pause();
  }

  /** Ends a {@link #pause()}. */
  public final void resume() {
    process().resume();
  }

  private ServerProcess process() {
    if (process == null) {
      throw new IllegalStateException("the " + this + " was never started");
    }
    return process;
  }

  /**
   * Whether its process lives.
   *
   * @return true if so
   */
  public final boolean isRunning() {
    return process != null && process.isRunning();
  }

  /**
   * What it has written since its first start.
   *
   * @return its log
   */
  public final String log() {
    return process == null ? "" : process.log();
  }

  /** Ends it and removes its data. */
  @Override
  public final void close() {
    if (process != null) {
      process.close();
    }
    Folders.remove(folder);
  }
}
