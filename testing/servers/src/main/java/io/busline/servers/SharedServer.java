package io.busline.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one server of its kind and release for all tests that break none. They see what the others
 * do, so each has names of its own. It cannot be stopped, and there is no saying who has used it:
 * it ends with the run. Safe for all threads.
 *
 * <p>A run is all JVMs for which the environment variable {@code BUSLINE_SERVERS} names the same
 * folder, which whoever has made it removes, and {@code BUSLINE_RUN} the number of a process: its
 * servers end with that. Without the variables, each JVM is a run of its own.
 */
public final class SharedServer implements Endpoint {

  /** One for all of a JVM, whichever class asks: that is what it is for. */
  private static final Map<String, Endpoint> RUNNING = new ConcurrentHashMap<>();

  private final int port;

  private SharedServer(int port) {
    this.port = port;
  }

  /** Makes a server that is not started. */
  interface Maker {
    Server make(Life life);
  }

  /**
   * A NATS server with JetStream; blocks until it answers.
   *
   * @param release which
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static Endpoint nats(Release release) {
    return find("nats", release, life -> new NatsServer(release, List.of(), "", life));
  }

  /**
   * A RabbitMQ server for user {@code guest} with that password; blocks until it answers.
   *
   * @param release which
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static Endpoint rabbit(Release release) {
    return find("rabbitmq", release, life -> new RabbitServer(release, List.of(), List.of(), life));
  }

  /**
   * A Kafka server with {@link KafkaServer#QUICK}; blocks until it answers.
   *
   * @param release which
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static Endpoint kafka(Release release) {
    return find(
        "kafka", release, life -> new KafkaServer(release, port -> KafkaServer.QUICK, life));
  }

  /**
   * A PostgreSQL server for user {@code postgres} without a password; blocks until it answers.
   *
   * @param release which
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static Endpoint postgres(Release release) {
    return find(
        "postgres", release, life -> new PostgresServer(release, PostgresServer.QUICK, life));
  }

  /**
   * A MariaDB server for user {@code root} without a password; blocks until it answers.
   *
   * @param release which
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static Endpoint mariadb(Release release) {
    return find("mariadb", release, life -> new MariadbServer(release, MariadbServer.QUICK, life));
  }

  private static Endpoint find(String kind, Release release, Maker maker) {
    Optional<Life> run = Life.ofRun(System.getenv());
    return RUNNING.computeIfAbsent(
        kind + "-" + release.name().toLowerCase(Locale.ROOT),
        name ->
            new SharedServer(run.map(life -> join(life, name, maker)).orElseGet(() -> own(maker))));
  }

  /** The JVM's end ends it. */
  private static int own(Maker maker) {
    Server server = maker.make(Life.ofJvm());
    server.startOrClose(() -> {});
    return server.port();
  }

  /**
   * The port of the run's server, which is started if nobody has. Others wait meanwhile; if who
   * starts it is killed, the system takes the lock from it and the next goes on.
   */
  static int join(Life run, String name, Maker maker) {
    Path folder = run.folder().resolve(name);
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        return lock.isValid() ? joinAlone(run, folder.resolve("server"), maker) : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("sharing a server in " + folder, e);
    }
  }

  private static int joinAlone(Life run, Path note, Maker maker) throws IOException {
    Server server = maker.make(run);
    if (Files.exists(note)) {
      List<String> noted = List.of(Files.readString(note).strip().split(" "));
      int port = Integer.parseInt(noted.get(0));
      if (server.isReady(port, Long.parseLong(noted.get(1)))) {
        server.close();
        return port;
      }
    }
    server.startOrClose(() -> write(note, server.port() + " " + server.pid()));
    return server.port();
  }

  /** At once or not at all, for who writes may be killed. */
  private static void write(Path note, String text) {
    try {
      Path part = Files.writeString(note.resolveSibling("part"), text);
      Files.move(part, note, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + note, e);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String toString() {
    return "shared server on port " + port;
  }
}
