package io.busline.benchmarks.nats;

import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Outstanding;
import io.busline.benchmarks.load.Pipe;
import io.busline.servers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.util.function.Consumer;

/**
 * JetStream with its own client, tuned: asynchronous publishing that does not flush for each event,
 * large pulls, explicit acknowledgements; and with the same promise, a message id.
 */
public final class RawJetStream implements Pipe {
  private static final int BATCH = 5_000;
  private static final int MOST_UNACKNOWLEDGED = 20_000;

  private final NatsServer server;
  private final Connection publisher;
  private final Connection subscriber;
  private final JetStream stream;
  private final MessageConsumer consumer;
  private final Consumer<Order> handler;
  private final RawMessages messages = new RawMessages();
  private final Counter handled = new Counter();
  private final Outstanding outstanding = new Outstanding();

  public RawJetStream(NatsServer server, String url) throws Exception {
    this(server, url, order -> {});
  }

  /** With a handler that sees each order before it counts as handled. */
  public RawJetStream(NatsServer server, String url, Consumer<Order> handler) throws Exception {
    this.handler = handler;
    this.server = server;
    publisher = Nats.connect(Options.builder().server(url).dontForceFlushOnRequest().build());
    subscriber = Nats.connect(Options.builder().server(url).build());
    stream = publisher.jetStream();
    NatsClients.makeStream(publisher);
    RawMessages reading = new RawMessages();
    consumer =
        consumer()
            .consume(
                ConsumeOptions.builder().batchSize(BATCH).build(),
                message -> handle(reading, message));
  }

  private ConsumerContext consumer() throws Exception {
    return subscriber
        .getStreamContext(NatsClients.STREAM)
        .createOrUpdateConsumer(
            ConsumerConfiguration.builder()
                .durable("benchmarks")
                .ackPolicy(AckPolicy.Explicit)
                .maxAckPending(MOST_UNACKNOWLEDGED)
                .build());
  }

  private void handle(RawMessages reading, Message message) {
    Order order = reading.read(message);
    if (order.orderId() != null) {
      message.ack();
      handler.accept(order);
      handled.increment();
    }
  }

  @Override
  public void publish(Order order) throws Exception {
    Message message = messages.write(order);
    PublishOptions once = PublishOptions.builder().messageId(RawMessages.id(message)).build();
    outstanding.add(stream.publishAsync(message, once));
  }

  @Override
  public void awaitConfirmed() throws Exception {
    outstanding.await();
  }

  @Override
  public long handled() {
    return handled.count();
  }

  @Override
  public void close() {
    consumer.stop();
    NatsClients.close(publisher, subscriber);
    server.close();
  }
}
