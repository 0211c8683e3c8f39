package io.busline.benchmarks.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Pipe;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * RabbitMQ with its own client, tuned: many unconfirmed, many unacknowledged, acknowledged in bulk.
 */
public final class RawRabbit implements Pipe {
  static final int PREFETCH = 500;
  static final int ACKNOWLEDGED_TOGETHER = PREFETCH / 5;

  private final RawRabbitPublisher publisher;
  private final Connection connection;
  private final Consumer<Order> handler;
  private final Counter handled = new Counter();
  private final Runnable whenClosed;

  public RawRabbit(RawRabbitQueue queue, Runnable whenClosed) throws Exception {
    this(queue, order -> {}, whenClosed);
  }

  /** With a handler that sees each order before it counts as handled. */
  public RawRabbit(RawRabbitQueue queue, Consumer<Order> handler, Runnable whenClosed)
      throws Exception {
    this.handler = handler;
    this.whenClosed = whenClosed;
    publisher = new RawRabbitPublisher(queue, () -> {});
    connection = queue.connect();
    Channel channel = connection.createChannel();
    channel.basicQos(PREFETCH);
    channel.basicConsume(queue.name(), false, new Handler(channel));
  }

  private final class Handler extends DefaultConsumer {
    private final RawRabbitMessages messages = new RawRabbitMessages();

    Handler(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String consumer, Envelope envelope, BasicProperties properties, byte[] body)
        throws IOException {
      Order order = messages.read(body);
      if (order.orderId() != null) {
        long number = envelope.getDeliveryTag();
        if (number % ACKNOWLEDGED_TOGETHER == 0) {
          getChannel().basicAck(number, true);
        }
        handler.accept(order);
        handled.increment();
      }
    }
  }

  @Override
  public void publish(Order order) throws Exception {
    publisher.publish(order);
  }

  @Override
  public void awaitConfirmed() throws Exception {
    publisher.awaitConfirmed();
  }

  @Override
  public long handled() {
    return handled.count();
  }

  @Override
  public void close() {
    publisher.close();
    connection.abort();
    whenClosed.run();
  }
}
