package io.busline.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** PgBouncer in transaction mode before a PostgreSQL server, for user {@code postgres}. */
public final class PgbouncerServer extends Server {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

  private PgbouncerServer(Endpoint database) {
    super("pgbouncer", STARTS_WITHIN, Life.ofJvm());
    Path users = folder().resolve("users.txt");
    try {
      Files.writeString(users, "\"postgres\" \"\"\n");
      Files.writeString(
          folder().resolve("pgbouncer.ini"),
          """
          auth_type = trust
          auth_file = %s
          pool_mode = transaction
          default_pool_size = 4
          ignore_startup_parameters = extra_float_digits
          [databases]
          postgres = host=127.0.0.1 port=%d dbname=postgres
          """
              .formatted(users.toAbsolutePath(), database.port()));
    } catch (IOException e) {
      throw new UncheckedIOException("writing a configuration to " + folder(), e);
    }
  }

  /**
   * Starts it on a free port; blocks until it answers.
   *
   * @param database the server that it passes transactions to
   * @return the pooler
   * @throws IllegalStateException if it is not installed or does not start, with its log
   */
  public static PgbouncerServer before(Endpoint database) {
    PgbouncerServer server = new PgbouncerServer(database);
    server.startOrClose(() -> {});
    return server;
  }

  @Override
  List<String> arguments() {
    return List.of("pgbouncer", "current", folder().toString(), Integer.toString(port()));
  }

  /** It keeps none; this is what it is started with. */
  @Override
  Path store() {
    return folder().resolve(".pgbouncer.ini");
  }

  @Override
  boolean greets(Socket socket) throws IOException {
    return PostgresServer.letsIn(socket);
  }

  @Override
  public String toString() {
    return "PgBouncer on port " + port();
  }
}
