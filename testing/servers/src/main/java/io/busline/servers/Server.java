package io.busline.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A broker or database of a test's own, on a port of 127.0.0.1 that it keeps and with data that it
 * keeps, until it is closed. For one thread at a time.
 */
public abstract sealed class Server implements Endpoint, AutoCloseable
    permits KafkaServer,
        MariadbServer,
        NatsServer,
        PgbouncerServer,
        PostgresServer,
        PrometheusServer,
        RabbitServer {
  private static final int ANSWERS_WITHIN_MILLIS = 2_000;
  private static final long GLANCE_NANOS = 20_000_000;

  /** How often a start may be tried, as a service manager would. */
  static final int STARTS = 3;

  /** How the servers, and the systems below them, say it. */
  private static final Pattern PORT_TAKEN =
      Pattern.compile(
          "address (is )?already in use|eaddrinuse|port \\d+ in use|is already running on",
          Pattern.CASE_INSENSITIVE);

  private static final System.Logger LOGGER = System.getLogger(Server.class.getName());

  private final Path folder;
  private final Duration patience;
  private final Life life;
  private int port = Ports.free();
  private @Nullable ServerProcess process;

  /**
   * A server that is not started.
   *
   * @param name its name, for its folder and for messages
   * @param patience how long it may take to start
   * @param life when it ends at the latest
   */
  Server(String name, Duration patience, Life life) {
    this.folder = Folders.create(life.folder(), name);
    this.patience = patience;
    this.life = life;
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
  @Override
  public final int port() {
    return port;
  }

  /**
   * Starts it for the first time; when that fails, nothing is left of it. A port that was free when
   * it was chosen may be taken by the time it is used: another is chosen then.
   *
   * @param started what to do once its process runs, which does not yet answer
   */
  final void startOrClose(Runnable started) {
    try {
      for (int starts = 1; !comesUp(started); starts++) {
        requireTakenPort(starts);
        port = Ports.free();
      }
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts it again with the data it had; blocks until it answers. One that ends instead because a
   * port is taken, which may be one that only it knows of, is started anew.
   *
   * @throws IllegalStateException if it does not, with what it has written since the last start
   */
  public final void restart() {
    long deadline = System.nanoTime() + patience.toNanos();
    int starts = 1;
    while (!comesUp(() -> {})) {
      if (!isRunning() && isBarred(process().logSinceStart()) && deadline - System.nanoTime() > 0) {
        LockSupport.parkNanos(GLANCE_NANOS);
      } else {
        requireTakenPort(starts++);
      }
    }
  }

  /**
   * Whether it has ended because processes of the one that was killed before it still live.
   *
   * @param written what it has written since it was started
   */
  boolean isBarred(String written) {
    return false;
  }

  private void requireTakenPort(int starts) {
    String written = process().logSinceStart();
    if (isRunning()) {
      throw new IllegalStateException(
          "the " + this + " does not answer within " + patience + ": " + written);
    }
    if (starts == STARTS || !hasFoundPortTaken()) {
      throw new IllegalStateException("the " + this + " does not start: " + written);
    }
    LOGGER.log(System.Logger.Level.DEBUG, "A port of the {0} was taken: {1}", this, written);
  }

  /** Whether that is why it has ended. */
  final boolean hasFoundPortTaken() {
    return process != null
        && !process.isRunning()
        && PORT_TAKEN.matcher(process.logSinceStart()).find();
  }

  /** Whether it answers in time; it has ended or hangs if not. */
  private boolean comesUp(Runnable started) {
    startUnready();
    started.run();
    return answersWhile(port, this::isRunning);
  }

  /**
   * Whether a server of the same kind answers, which is waited for as long as its process lives.
   *
   * @param where its port
   * @param pid its process
   */
  final boolean isReady(int where, long pid) {
    return answersWhile(
        where, () -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }

  private boolean answersWhile(int where, BooleanSupplier lives) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!answers(where)) {
      if (!lives.getAsBoolean() || System.nanoTime() - deadline > 0) {
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
      process = new ServerProcess(folder.resolve("log.txt"), life);
    }
    process.start(arguments());
  }

  /**
   * Whether it is ready for clients; blocks for some seconds if it is frozen.
   *
   * @return true if so
   */
  public final boolean answers() {
    return answers(port);
  }

  private boolean answers(int where) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), where), ANSWERS_WITHIN_MILLIS);
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

  final long pid() {
    return process().pid();
  }

  /** The signal on which it ends in good order, whoever is connected. */
  String endsOn() {
    return "TERM";
  }

  /** Asks it to end; blocks until it has ended. */
  public final void stop() {
    process().stop(endsOn());
  }

  /** Freezes it: connections stay open and nothing is answered. */
  public final void pause() {
    process().pause();
  }

  /** Ends a {@link #pause()}. */
  public final void resume() {
    process().resume();
  }

  final void hangUp() {
    process().hangUp();
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
