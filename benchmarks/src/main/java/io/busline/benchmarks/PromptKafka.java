package io.busline.benchmarks;

import io.busline.servers.KafkaServer;
import java.util.function.Consumer;

/**
 * Kafka's own client set up to be prompt, from a publisher over a server of its own to a handler.
 */
final class PromptKafka implements Pipe {
  private final KafkaServer server;
  private final RawKafkaWriter writer;
  private final RawKafkaReader reader;
  private final SeenOrders seen;

  PromptKafka(int partitions, Consumer<Order> handler) throws Exception {
    seen = new SeenOrders(handler);
    server = KafkaClients.server();
    KafkaClients.makeTopic(server, partitions);
    writer = new RawKafkaWriter(server, KafkaClients.PROMPT);
    reader = new RawKafkaReader(server, KafkaClients.PROMPT, "benchmarks", seen);
  }

  @Override
  public void publish(Order order) throws Exception {
    writer.publish(order);
  }

  @Override
  public void awaitConfirmed() throws Exception {
    writer.awaitConfirmed();
  }

  @Override
  public long handled() {
    return seen.handled();
  }

  @Override
  public void close() {
    writer.close();
    reader.close();
    server.close();
  }
}
