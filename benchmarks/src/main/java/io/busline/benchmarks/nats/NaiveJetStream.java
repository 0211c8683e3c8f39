package io.busline.benchmarks.nats;

import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Pipe;
import io.busline.servers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PublishOptions;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;

/**
 * JetStream with its own client as most people write it who want nothing lost: each event is
 * confirmed before the next is published, and acknowledged before the next is asked for.
 */
final class NaiveJetStream implements Pipe {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final NatsServer server;
  private final Connection connection;
  private final JetStream stream;
  private final RawMessages messages = new RawMessages();
  private final Counter handled = new Counter();
  private final Thread reader;
  private volatile boolean closed;

  NaiveJetStream(NatsServer server, String url) throws Exception {
    this.server = server;
    connection = Nats.connect(url);
    stream = connection.jetStream();
    NatsClients.makeStream(connection);
    ConsumerContext consumer =
        connection
            .getStreamContext(NatsClients.STREAM)
            .createOrUpdateConsumer(ConsumerConfiguration.builder().durable("benchmarks").build());
    reader = new Thread(() -> read(consumer), "naive-jetstream");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(ConsumerContext consumer) {
    RawMessages reading = new RawMessages();
    try {
      while (!closed) {
        Message message = consumer.next(PATIENCE);
        if (message != null && reading.read(message).orderId() != null) {
          message.ack();
          handled.increment();
        }
      }
    } catch (Exception e) {
      // What is not handled any more fails the sample.
      throw new IllegalStateException("reading from JetStream", e);
    }
  }

  @Override
  public void publish(Order order) throws Exception {
    Message message = messages.write(order);
    stream.publish(message, PublishOptions.builder().messageId(RawMessages.id(message)).build());
  }

  @Override
  public void awaitConfirmed() {}

  @Override
  public long handled() {
    return handled.count();
  }

  @Override
  public void close() {
    closed = true;
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    NatsClients.close(connection);
    server.close();
  }
}
