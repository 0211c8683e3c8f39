package io.busline.benchmarks;

import io.busline.servers.Server;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From the start of a process to what it was started for. */
final class StartUp {
  private static final Path COMMAND = Path.of("busline").toAbsolutePath();

  /**
   * How the files begin that are on the class path of a service, or the folders are called: the
   * bus, its codecs, the brokers and their clients, without what stands beside them here.
   */
  private static final List<String> OF_A_SERVICE =
      List.of(
          "classes",
          "busline-",
          "jspecify-",
          "jackson-",
          "protobuf-java-",
          "sqlite-jdbc-",
          "jnats-",
          "amqp-client-",
          "kafka-clients-",
          "slf4j-",
          "lz4-java-",
          "snappy-java-",
          "zstd-jni-");

  private StartUp() {}

  static List<Scenario> scenarios(Effort effort) {
    String jvm = "a JVM that only prints";
    List<Scenario> rows = new ArrayList<>();
    rows.add(row(jvm, () -> millis(probe())));
    rows.add(row("memory:, first confirmed event", () -> millis(probe("memory:"))).versus(jvm));
    rows.add(
        row(
                "sqlite: on a new file, first confirmed event",
                () -> {
                  try (Folder folder = new Folder(effort.folder())) {
                    return millis(probe("sqlite:" + folder.file()));
                  }
                })
            .versus(jvm));
    for (Connector connector : Connector.values()) {
      Scenario row = row(connector);
      rows.add(connector.beside == null ? row : row.versus(name(connector.beside)));
    }
    if (Files.isExecutable(COMMAND)) {
      List<String> help = List.of(COMMAND.toString(), "--help");
      rows.add(row("./busline --help, first output", () -> millis(help)).versus(jvm));
    }
    return rows;
  }

  /** Over a broker, the broker's own client is what a bus is to be as quick as. */
  private static Scenario row(Connector connector) {
    return Scenario.of(
        name(connector), Unit.MILLIS, () -> new OverBroker(connector.start(), connector));
  }

  private static String name(Connector connector) {
    return connector.words + ", first confirmed event";
  }

  private record OverBroker(Server server, Connector connector) implements Subject {
    @Override
    public Sample sample() throws Exception {
      return millis(probe(connector.name(), Integer.toString(server.port())));
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private static Scenario row(String name, Subject subject) {
    return Scenario.of(name, Unit.MILLIS, () -> subject);
  }

  /** With the options of any JVM: a heap of fixed size is not what a service starts with. */
  private static List<String> probe(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Benchmarks.javaCommand());
    command.addAll(List.of("-cp", classPath()));
    command.add(StartUpProbe.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> isOfAService(Path.of(entry).getFileName().toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfAService(String file) {
    return OF_A_SERVICE.stream().anyMatch(file::startsWith);
  }

  /** Until the first output. */
  private static Sample millis(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    int first = process.getInputStream().read();
    double millis = (System.nanoTime() - start) / 1e6;
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    if (process.waitFor() != 0 || first < 0) {
      throw new IllegalStateException(command + " failed");
    }
    return Sample.of(millis);
  }
}
