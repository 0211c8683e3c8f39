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

/**
 * RabbitMQ with its own client as most people write it who want nothing lost: each event is
 * confirmed before the next is published, and acknowledged before the next is delivered.
 */
final class NaiveRabbit implements Pipe {
  private static final long PATIENCE_MILLIS = 10_000;

  private final RawRabbitQueue queue;
  private final Connection connection;
  private final Channel publishing;
  private final RawRabbitMessages messages = new RawRabbitMessages();
  private final Counter handled = new Counter();
  private final Runnable whenClosed;

  NaiveRabbit(RawRabbitQueue queue, Runnable whenClosed) throws Exception {
    this.queue = queue;
    this.whenClosed = whenClosed;
    connection = queue.connect();
    queue.declare(connection);
    publishing = connection.createChannel();
    publishing.confirmSelect();
    Channel consuming = connection.createChannel();
    consuming.basicQos(1);
    consuming.basicConsume(queue.name(), false, new Handler(consuming));
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
      if (messages.read(body).orderId() != null) {
        getChannel().basicAck(envelope.getDeliveryTag(), false);
        handled.increment();
      }
    }
  }

  @Override
  public void publish(Order order) throws Exception {
    publishing.basicPublish(
        queue.exchange(), Order.TYPE, true, messages.properties(order), messages.body(order));
    publishing.waitForConfirmsOrDie(PATIENCE_MILLIS);
  }

  @Override
  public void awaitConfirmed() {}

  @Override
  public long handled() {
    return handled.count();
  }

  @Override
  public void close() {
    connection.abort();
    whenClosed.run();
  }
}
