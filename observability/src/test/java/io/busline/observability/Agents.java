package io.busline.observability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM with OpenTelemetry's agent and a troubled service in it. */
final class Agents implements AutoCloseable {
  private static final Path AGENT = Path.of("target", "agent", "opentelemetry-javaagent.jar");

  private final Process process;

  /** Starts it; it exports at a port, and writes to a file. */
  Agents(int port, Path output) throws IOException {
    process =
        new ProcessBuilder(command(port))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  private static List<String> command(int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-javaagent:" + AGENT.toAbsolutePath(),
        "-XX:TieredStopAtLevel=1",
        "-Dotel.service.name=troubled",
        "-Dotel.traces.exporter=none",
        "-Dotel.logs.exporter=none",
        "-Dotel.metrics.exporter=prometheus",
        "-Dotel.exporter.prometheus.host=127.0.0.1",
        "-Dotel.exporter.prometheus.port=" + port,
        "-cp",
        System.getProperty("java.class.path"),
        TroubledProgram.class.getName());
  }

  void bringAbout() throws IOException {
    process.getOutputStream().write("now\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
