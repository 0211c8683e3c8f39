package io.busline.opentelemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service with OpenTelemetry's own agent attached, which instruments the clients below Busline.
 */
@Tag("slow")
class AgentTest {
  private static final Path AGENT = Path.of("target", "agent", "opentelemetry-javaagent.jar");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** What the guide says to switch off. */
  private static final String[] CLIENTS_OFF = {
    "-Dotel.instrumentation.kafka.enabled=false", "-Dotel.instrumentation.rabbitmq.enabled=false"
  };

  private static final Pattern SPAN =
      Pattern.compile("LoggingSpanExporter - '([^']+)' : ([0-9a-f]{32}) [0-9a-f]{16} (\\w+)");

  private final String name =
      "agent" + ProcessHandle.current().pid() + "n" + NUMBER.incrementAndGet();

  @TempDir private Path folder;

  private record Exported(String name, String trace, String kind) {}

  private String kafka() {
    return "kafka://" + SharedServer.kafka(Release.CURRENT).address();
  }

  private String rabbit() {
    return "amqp://guest:guest@%s/?exchange=%s"
        .formatted(SharedServer.rabbit(Release.CURRENT).address(), name);
  }

  @Test
  void over_kafka_nothing_is_counted_twice_with_the_settings_of_the_guide() throws Exception {
    expectOneTraceOfBuslineAlone(kafka());
  }

  @Test
  void over_rabbitmq_nothing_is_counted_twice_with_the_settings_of_the_guide() throws Exception {
    expectOneTraceOfBuslineAlone(rabbit());
  }

  @Test
  void over_kafka_it_is_still_one_trace_without_them() throws Exception {
    expectOneTrace(run(kafka()));
  }

  private void expectOneTraceOfBuslineAlone(String url) throws Exception {
    List<Exported> spans = run(url, CLIENTS_OFF);

    assertThat(spans.stream().map(Exported::name))
        .containsExactlyInAnyOrder(
            "request",
            "publish " + name,
            "process " + name,
            "process " + name,
            "publish " + name,
            "process " + name);
    assertThat(spans.stream().map(Exported::trace).distinct()).hasSize(1);
  }

  private void expectOneTrace(List<Exported> spans) {
    String trace =
        spans.stream()
            .filter(span -> span.name().equals("request"))
            .findFirst()
            .orElseThrow()
            .trace();

    List<Exported> consumed =
        spans.stream().filter(span -> span.name().equals("process " + name)).toList();
    assertThat(consumed.stream().filter(span -> span.trace().equals(trace)))
        .as("attempts in the trace of the request, of %s", spans)
        .hasSizeGreaterThanOrEqualTo(3);
  }

  private List<Exported> run(String url, String... settings) throws Exception {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-javaagent:" + AGENT.toAbsolutePath());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Dotel.traces.exporter=logging",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none"));
    command.addAll(List.of(settings));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(AgentProgram.class.getName(), url, name));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output, UTF_8)).isZero();
      return spans(output);
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<Exported> spans(Path output) throws IOException {
    try (Stream<String> lines = Files.lines(output, UTF_8)) {
      return lines
          .flatMap(line -> SPAN.matcher(line).results())
          .map(span -> new Exported(span.group(1), span.group(2), span.group(3)))
          .toList();
    }
  }
}
