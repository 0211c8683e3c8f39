package io.busline.benchmarks.kafka;

import io.busline.EventBus;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Outstanding;
import io.busline.servers.KafkaServer;

/** Publishes with Busline, as its guide shows it. */
final class BuslineKafkaWriter implements KafkaWriting {
  private final EventBus bus;
  private final Outstanding outstanding = new Outstanding();

  BuslineKafkaWriter(KafkaServer server) {
    bus = EventBus.connect(KafkaClients.url(server), "benchmarks");
  }

  @Override
  public void publish(Order order) throws Exception {
    outstanding.add(bus.publishAsync(order));
  }

  @Override
  public void awaitConfirmed() throws Exception {
    outstanding.await();
  }

  @Override
  public void close() {
    bus.close();
  }
}
