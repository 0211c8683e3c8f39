package io.busline.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.SimpleJavaFileObject;

/** A snippet of Java as a source that the compiler takes, which knows where each line is from. */
final class JavaSource extends SimpleJavaFileObject {

  /**
   * What a fragment may use without saying so. A snippet that is a file has to import by itself.
   */
  private static final List<String> IMPORTS =
      List.of(
          "static java.nio.charset.StandardCharsets.UTF_8",
          "static io.busline.junit.BuslineAssertions.assertThat",
          "static org.assertj.core.api.Assertions.assertThat",
          "io.busline.*",
          "io.busline.admin.*",
          "io.busline.annotation.*",
          "io.busline.error.*",
          "io.busline.event.*",
          "io.busline.json.*",
          "io.busline.junit.*",
          "io.busline.memory.*",
          "io.busline.opentelemetry.*",
          "io.busline.outbox.*",
          "io.busline.protobuf.*",
          "io.busline.schema.*",
          "io.busline.slf4j.*",
          "io.busline.spring.*",
          "io.busline.testkit.*",
          "io.busline.docs.scaffold.*",
          "com.fasterxml.jackson.annotation.*",
          "com.fasterxml.jackson.annotation.JsonTypeInfo.Id",
          "io.busline.Observer",
          "io.busline.examples.shop.PaymentCompleted",
          "java.math.BigDecimal",
          "java.nio.file.Path",
          "java.time.Duration",
          "java.util.*",
          "java.util.function.*",
          "java.util.stream.*",
          "lombok.Builder",
          "lombok.Value",
          "lombok.extern.jackson.Jacksonized",
          "com.rabbitmq.client.Channel",
          "io.nats.client.JetStreamSubscription",
          "io.nats.client.Message",
          "io.nats.client.PullSubscribeOptions",
          "java.util.concurrent.TimeUnit",
          "java.util.function.Consumer",
          "org.apache.kafka.clients.consumer.ConsumerRecord",
          "org.apache.kafka.clients.consumer.KafkaConsumer",
          "org.apache.kafka.clients.producer.ProducerRecord",
          "org.junit.jupiter.api.BeforeEach",
          "org.junit.jupiter.api.Test",
          "org.junit.jupiter.api.extension.RegisterExtension",
          "org.junit.jupiter.params.ParameterizedTest",
          "org.junit.jupiter.params.provider.MethodSource",
          "org.springframework.amqp.rabbit.annotation.Exchange",
          "org.springframework.amqp.rabbit.annotation.Queue",
          "org.springframework.amqp.rabbit.annotation.QueueBinding",
          "org.springframework.amqp.rabbit.annotation.RabbitListener",
          "org.springframework.beans.factory.annotation.Autowired",
          "org.springframework.beans.factory.annotation.Qualifier",
          "org.springframework.boot.CommandLineRunner",
          "org.springframework.boot.autoconfigure.SpringBootApplication",
          "org.springframework.boot.test.context.TestConfiguration",
          "org.springframework.boot.testcontainers.service.connection.ServiceConnection",
          "org.springframework.context.annotation.Bean",
          "org.springframework.kafka.annotation.KafkaListener",
          "org.springframework.kafka.core.KafkaTemplate",
          "org.springframework.kafka.listener.DeadLetterPublishingRecoverer",
          "org.springframework.kafka.listener.DefaultErrorHandler",
          "org.springframework.kafka.support.KafkaHeaders",
          "org.springframework.messaging.support.MessageBuilder",
          "org.springframework.test.context.bean.override.mockito.MockitoBean",
          "org.springframework.transaction.annotation.Transactional",
          "org.springframework.util.backoff.FixedBackOff",
          "org.testcontainers.containers.GenericContainer",
          "org.testcontainers.junit.jupiter.Container",
          "org.testcontainers.junit.jupiter.Testcontainers",
          "org.testcontainers.kafka.KafkaContainer",
          "org.testcontainers.rabbitmq.RabbitMQContainer",
          "tools.jackson.databind.PropertyNamingStrategies");

  private final Snippet snippet;
  private final String className;
  private final List<String> code = new ArrayList<>();
  private final List<Integer> from = new ArrayList<>();

  private JavaSource(Snippet snippet, String className, Path folder) {
    super(folder.resolve(simple(className) + ".java").toUri(), Kind.SOURCE);
    this.snippet = snippet;
    this.className = className;
  }

  /** A whole file, as it stands. */
  static JavaSource file(Snippet snippet, Path folder) {
    String name = snippet.file().replaceFirst(".*/java/", "").replaceFirst("\\.java$", "");
    JavaSource source = new JavaSource(snippet, name.replace('/', '.'), folder);
    source.append(snippet.line(), snippet.lines());
    return source;
  }

  /**
   * A fragment: its types and members go into a class, and its statements into a method of it. The
   * class extends that of the snippet before, so that a page may go on with what it has shown.
   */
  static JavaSource fragment(Snippet snippet, String className, String parent, Path folder) {
    JavaSource source = new JavaSource(snippet, className, folder);
    List<Chunk> chunks = Chunk.of(snippet);
    source.append(0, List.of("package " + packageOf(className) + ";"));
    IMPORTS.forEach(name -> source.append(0, List.of("import " + name + ";")));
    source.append(chunks, Chunk.Kind.IMPORTS, "");
    String simple = simple(className);
    source.append(0, List.of("public class %s extends %s {".formatted(simple, parent)));
    source.append(chunks, Chunk.Kind.TYPE, "static ");
    source.append(chunks, Chunk.Kind.MEMBER, "");
    source.append(0, List.of("void snippet() throws Exception {"));
    source.append(chunks, Chunk.Kind.STATEMENTS, "");
    source.append(
        0,
        List.of(
            "}",
            "public static void main(String[] arguments) throws Exception {",
            "new %s().snippet();".formatted(simple),
            "}",
            "}"));
    return source;
  }

  String className() {
    return className;
  }

  Snippet snippet() {
    return snippet;
  }

  /** Where in the page a line of this source is. */
  String place(long line) {
    int found = line < 1 || line > from.size() ? 0 : from.get((int) line - 1);
    return snippet.page() + ":" + (found == 0 ? snippet.line() : found);
  }

  private void append(List<Chunk> chunks, Chunk.Kind kind, String prefix) {
    for (Chunk chunk : chunks) {
      if (chunk.kind() == kind) {
        append(0, List.of(prefix));
        append(chunk.line(), chunk.lines());
        // What a page breaks off, such as a chain of a builder, is a statement all the same.
        append(0, List.of(kind == Chunk.Kind.STATEMENTS ? ";" : ""));
      }
    }
  }

  private void append(int line, List<String> lines) {
    for (int at = 0; at < lines.size(); at++) {
      code.add(lines.get(at));
      from.add(line == 0 ? 0 : line + at);
    }
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private static String packageOf(String className) {
    return className.substring(0, className.lastIndexOf('.'));
  }

  @Override
  public String toString() {
    return snippet.toString();
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return String.join("\n", code);
  }
}
