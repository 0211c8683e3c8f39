package io.busline.benchmarks.kafka;

import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Pipe;
import io.busline.servers.KafkaServer;

/** From a publisher over a Kafka server of its own to a handler. */
public final class KafkaPipe implements Pipe {
  private final KafkaServer server;
  private final KafkaWriting writer;
  private final AutoCloseable reader;
  private final Handling handling;

  private KafkaPipe(KafkaServer server, KafkaWay way, int concurrency, Handling handling)
      throws Exception {
    this.server = server;
    this.handling = handling;
    writer = way.writer(server);
    reader = way.reader(server, "benchmarks", concurrency, handling);
  }

  /**
   * Opens one.
   *
   * @param concurrency how many handlers may run at once, where that can be said
   */
  public static KafkaPipe open(KafkaWay way, int partitions, int concurrency, Handling handling)
      throws Exception {
    KafkaServer server = KafkaClients.server();
    KafkaClients.makeTopic(server, partitions);
    return new KafkaPipe(server, way, concurrency, handling);
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
    return handling.handled();
  }

  @Override
  public void close() {
    writer.close();
    KafkaWay.end(reader);
    server.close();
  }
}
