package io.busline.postgres;

import io.busline.servers.Await;
import io.busline.servers.Endpoint;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** PgBouncer in transaction mode, if the system has it, between a bus and a server. */
final class Pooler implements AutoCloseable {
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));

  private final int port;
  private final Process process;

  private Pooler(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  static boolean isInstalled() {
    return PLACES.stream().anyMatch(Files::isExecutable);
  }

  static Pooler before(Endpoint server, Path folder) throws IOException {
    int port = freePort();
    Path settings =
        Files.writeString(
            folder.resolve("pgbouncer.ini"),
            """
            [databases]
            postgres = host=127.0.0.1 port=%d dbname=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = trust
            auth_file = %s
            pool_mode = transaction
            default_pool_size = 4
            ignore_startup_parameters = extra_float_digits
            """
                .formatted(server.port(), port, folder.resolve("users.txt")));
    Files.writeString(folder.resolve("users.txt"), "\"postgres\" \"\"\n");
    File log = folder.resolve("log.txt").toFile();
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root.
      command.addAll(List.of("unshare", "--user", "--map-user=1000", "--map-group=1000"));
    }
    Stream.concat(
            PLACES.stream().filter(Files::isExecutable).map(Path::toString).limit(1),
            Stream.of(settings.toString()))
        .forEach(command::add);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    Pooler pooler = new Pooler(port, process);
    Await.until("PgBouncer listens", pooler::listens, () -> log);
    return pooler;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String url(Place place, String options) {
    return "postgres://postgres@127.0.0.1:%d/postgres?schema=%s%s"
        .formatted(port, place.schema(), options);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
