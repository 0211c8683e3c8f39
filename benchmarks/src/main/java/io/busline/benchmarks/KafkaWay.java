package io.busline.benchmarks;

import io.busline.EventBus;
import io.busline.servers.KafkaServer;
import java.util.function.Consumer;

/** The ways to use Kafka that are measured. */
enum KafkaWay {
  RAW("kafka-clients, tuned") {
    @Override
    KafkaWriting writer(KafkaServer server) throws Exception {
      return new RawKafkaWriter(server, KafkaClients.TUNED);
    }

    @Override
    AutoCloseable reader(
        KafkaServer server, String group, int concurrency, Consumer<Order> handler) {
      return new RawKafkaReader(server, KafkaClients.TUNED, group, handler);
    }
  },
  BUSLINE("Busline kafka:") {
    @Override
    KafkaWriting writer(KafkaServer server) {
      return new BuslineKafkaWriter(server);
    }

    @Override
    AutoCloseable reader(
        KafkaServer server, String group, int concurrency, Consumer<Order> handler) {
      EventBus bus = EventBus.connect(KafkaClients.url(server), "benchmarks");
      bus.subscription(group)
          .on(Order.class, event -> handler.accept(event.data()))
          .concurrency(concurrency)
          .prefetch(Math.max(1_000, 20 * concurrency))
          .subscribe();
      return bus;
    }
  },
  NAIVE("kafka-clients, one by one") {
    @Override
    KafkaWriting writer(KafkaServer server) throws Exception {
      return new RawKafkaWriter(server, KafkaClients.DEFAULTS);
    }

    @Override
    AutoCloseable reader(
        KafkaServer server, String group, int concurrency, Consumer<Order> handler) {
      return new RawKafkaReader(server, KafkaClients.DEFAULTS, group, handler);
    }
  };

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

  abstract KafkaWriting writer(KafkaServer server) throws Exception;

  /**
   * Begins to read, from the beginning of what is there.
   *
   * @param concurrency how many handlers may run at once, where that can be said
   */
  abstract AutoCloseable reader(
      KafkaServer server, String group, int concurrency, Consumer<Order> handler);
}
