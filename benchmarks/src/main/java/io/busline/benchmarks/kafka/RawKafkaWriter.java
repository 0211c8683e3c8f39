package io.busline.benchmarks.kafka;

import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Outstanding;
import io.busline.servers.KafkaServer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Publishes with Kafka's client: many at a time, or, as most people write it, one by one. */
final class RawKafkaWriter implements KafkaWriting {
  private final KafkaProducer<String, byte[]> client;
  private final boolean tuned;
  private final RawRecords records = new RawRecords();
  private final Outstanding outstanding = new Outstanding();

  RawKafkaWriter(KafkaServer server, KafkaClients how) {
    client = how.producer(server);
    tuned = how != KafkaClients.DEFAULTS;
  }

  @Override
  public void publish(Order order) throws Exception {
    if (tuned) {
      outstanding.add(client.send(records.write(order, null)));
    } else {
      client.send(records.write(order, null)).get();
    }
  }

  @Override
  public void awaitConfirmed() throws Exception {
    outstanding.await();
  }

  @Override
  public void close() {
    client.close();
  }
}
