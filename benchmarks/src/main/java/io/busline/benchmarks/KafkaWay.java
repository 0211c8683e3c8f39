package io.busline.benchmarks;

import io.busline.EventBus;
import io.busline.servers.KafkaServer;
import java.util.List;

/** The ways to use Kafka that are measured. */
enum KafkaWay {
  RAW("kafka-clients, tuned") {
    @Override
    KafkaWriting writer(KafkaServer server) {
      return new RawKafkaWriter(server, KafkaClients.TUNED);
    }

    @Override
    AutoCloseable reader(KafkaServer server, String group, int concurrency, Handling handling) {
      return new RawKafkaReader(server, KafkaClients.TUNED, group, handling);
    }
  },
  BUSLINE("Busline kafka:") {
    @Override
    KafkaWriting writer(KafkaServer server) {
      return new BuslineKafkaWriter(server);
    }

    @Override
    AutoCloseable reader(KafkaServer server, String group, int concurrency, Handling handling) {
      EventBus bus = EventBus.connect(KafkaClients.url(server), "benchmarks");
      bus.subscription(group)
          .on(Order.class, event -> handling.handle(event.data()))
          .concurrency(concurrency)
          .prefetch(Math.max(1_000, 20 * concurrency))
          .subscribe();
      return bus;
    }
  },
  NAIVE("kafka-clients, one by one") {
    @Override
    KafkaWriting writer(KafkaServer server) {
      return new RawKafkaWriter(server, KafkaClients.DEFAULTS);
    }

    @Override
    AutoCloseable reader(KafkaServer server, String group, int concurrency, Handling handling) {
      return new RawKafkaReader(server, KafkaClients.DEFAULTS, group, handling);
    }
  },
  SPRING_CLOUD_STREAM("Spring Cloud Stream") {
    @Override
    KafkaWriting writer(KafkaServer server) {
      return SpringCloudStream.writer(server);
    }

    @Override
    AutoCloseable reader(KafkaServer server, String group, int concurrency, Handling handling) {
      return SpringCloudStream.reader(server, group, handling);
    }
  },
  SPRING_KAFKA("Spring Kafka") {
    @Override
    KafkaWriting writer(KafkaServer server) {
      return SpringKafka.writer(server);
    }

    @Override
    AutoCloseable reader(KafkaServer server, String group, int concurrency, Handling handling) {
      return SpringKafka.reader(server, group, handling);
    }
  },
  MICRONAUT("Micronaut Kafka") {
    @Override
    KafkaWriting writer(KafkaServer server) {
      return MicronautKafka.writer(server);
    }

    @Override
    AutoCloseable reader(KafkaServer server, String group, int concurrency, Handling handling) {
      return MicronautKafka.reader(server, group, handling);
    }
  };

  /** What others have built on the client, each with the settings of {@link #RAW}. */
  static final List<KafkaWay> PEERS = List.of(SPRING_CLOUD_STREAM, SPRING_KAFKA, MICRONAUT);

  final String words;

  KafkaWay(String words) {
    this.words = words;
  }

  static void end(AutoCloseable reader) {
    try {
      reader.close();
    } catch (Exception e) {
      throw new IllegalStateException("a reader could not be closed", e);
    }
  }

  abstract KafkaWriting writer(KafkaServer server);

  /**
   * Begins to read, from the beginning of what is there.
   *
   * @param concurrency how many handlers may run at once, where that can be said
   */
  abstract AutoCloseable reader(
      KafkaServer server, String group, int concurrency, Handling handling);
}
