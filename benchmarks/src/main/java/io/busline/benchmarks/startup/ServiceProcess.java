package io.busline.benchmarks.startup;

import io.busline.benchmarks.harness.Jvm;
import io.busline.benchmarks.harness.Sample;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The process of a service that does what {@link StartUpProbe} does.
 *
 * @param options of the JVM; a heap of fixed size is not what a service starts with
 * @param classPath what is on its class path
 */
record ServiceProcess(List<String> options, List<Path> classPath) {

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

  /** A service that starts as Java starts it. */
  static ServiceProcess plain() {
    return new ServiceProcess(
        List.of(),
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(ServiceProcess::isOfAService)
            .toList());
  }

  private static boolean isOfAService(Path entry) {
    return OF_A_SERVICE.stream().anyMatch(entry.getFileName().toString()::startsWith);
  }

  /**
   * The same with an archive of the classes that it loads, which the JVM then finds parsed and
   * verified: {@code -XX:ArchiveClassesAtExit}, JEP 350.
   *
   * @param folder where the archive is made
   * @param arguments of a start whose classes are archived
   */
  ServiceProcess archived(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<Path> jars = new ArrayList<>();
    for (Path entry : classPath) {
      jars.add(Files.isDirectory(entry) ? pack(entry, folder, jars.size()) : entry);
    }
    Path archive = folder.resolve("classes.jsa");
    new ServiceProcess(List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive), jars)
        .start(arguments);
    return new ServiceProcess(List.of("-Xshare:on", "-XX:SharedArchiveFile=" + archive), jars);
  }

  /** An archive is of files only. */
  private static Path pack(Path classes, Path folder, int number) {
    Path jar = folder.resolve(number + ".jar");
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    String[] arguments = {"-c", "-f", jar.toString(), "-C", classes.toString(), "."};
    if (tool.run(System.err, System.err, arguments) != 0) {
      throw new IllegalStateException("packing " + classes + " into " + jar + " failed");
    }
    return jar;
  }

  /** Runs it to its end; blocks. Returns how long it took to its first output. */
  Sample start(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Jvm.command());
    command.addAll(options);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(StartUpProbe.class.getName());
    command.addAll(List.of(arguments));
    return untilOutput(command);
  }

  static Sample untilOutput(List<String> command) throws IOException, InterruptedException {
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
