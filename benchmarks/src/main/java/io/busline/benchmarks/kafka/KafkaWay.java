package io.busline.benchmarks.kafka;

import io.busline.EventBus;
import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.load.Order;
import io.busline.servers.KafkaServer;
import java.util.List;
import java.util.function.Function;

/** The ways to use Kafka that are measured. */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing that changes.
public enum KafkaWay {
  RAW("kafka-clients, tuned", KafkaClients.TUNED),
  PROMPT("kafka-clients, tuned to be prompt", KafkaClients.PROMPT),
  NAIVE("kafka-clients, one by one", KafkaClients.DEFAULTS),
  BUSLINE("Busline kafka:", BuslineKafkaWriter::new, KafkaWay::subscribe),
  SPRING_CLOUD_STREAM(
      "Spring Cloud Stream",
      SpringCloudStreamKafka::writer,
      (server, group, concurrency, handling) ->
          SpringCloudStreamKafka.reader(server, group, handling)),
  SPRING_KAFKA(
      "Spring Kafka",
      SpringKafka::writer,
      (server, group, concurrency, handling) -> SpringKafka.reader(server, group, handling)),
  MICRONAUT(
      "Micronaut Kafka",
      MicronautKafka::writer,
      (server, group, concurrency, handling) -> MicronautKafka.reader(server, group, handling));

  /** What others have built on the client, each with the settings of {@link #RAW}. */
  static final List<KafkaWay> PEERS = List.of(SPRING_CLOUD_STREAM, SPRING_KAFKA, MICRONAUT);

  public final String words;
  private final Function<KafkaServer, KafkaWriting> writing;
  private final Reading reading;

  /** How to begin to read. */
  private interface Reading {
    AutoCloseable begin(KafkaServer server, String group, int concurrency, Handling handling);
  }

  KafkaWay(String words, Function<KafkaServer, KafkaWriting> writing, Reading reading) {
    this.words = words;
    this.writing = writing;
    this.reading = reading;
  }

  /** Kafka's own clients. */
  KafkaWay(String words, KafkaClients how) {
    this(
        words,
        server -> new RawKafkaWriter(server, how),
        (server, group, concurrency, handling) -> new RawKafkaReader(server, how, group, handling));
  }

  private static AutoCloseable subscribe(
      KafkaServer server, String group, int concurrency, Handling handling) {
    EventBus bus = EventBus.connect(KafkaClients.url(server), "benchmarks");
    bus.subscription(group)
        .on(Order.class, event -> handling.handle(event.data()))
        .concurrency(concurrency)
        .prefetch(Math.max(1_000, 20 * concurrency))
        .subscribe();
    return bus;
  }

  static void end(AutoCloseable reader) {
    try {
      reader.close();
    } catch (Exception e) {
      throw new IllegalStateException("a reader could not be closed", e);
    }
  }

  KafkaWriting writer(KafkaServer server) {
    return writing.apply(server);
  }

  /**
   * Begins to read, from the beginning of what is there.
   *
   * @param concurrency how many handlers may run at once, where that can be said
   */
  AutoCloseable reader(KafkaServer server, String group, int concurrency, Handling handling) {
    return reading.begin(server, group, concurrency, handling);
  }
}
