package io.busline.benchmarks.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.busline.benchmarks.load.Order;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * A durable queue behind a durable topic exchange, as both sides have it.
 *
 * @param port where the server listens
 * @param kind {@code quorum} or {@code classic}
 * @param exchange the exchange's name
 */
public record RawRabbitQueue(int port, String kind, String exchange) {

  public String name() {
    return exchange + ".benchmarks";
  }

  /** The same for a bus. */
  public String url() {
    return "amqp://127.0.0.1:%d?exchange=%s&queue=%s".formatted(port, exchange, kind);
  }

  public Connection connect() throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    return factory.newConnection();
  }

  void declare(Connection connection) throws IOException, TimeoutException {
    try (Channel channel = connection.createChannel()) {
      channel.exchangeDeclare(exchange, "topic", true);
      channel.queueDeclare(name(), true, false, false, Map.of("x-queue-type", kind));
      channel.queueBind(name(), exchange, Order.TYPE);
    }
  }

  /** Removes what is in some queues. */
  void purge(List<String> queues) throws IOException, TimeoutException {
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      for (String queue : queues) {
        channel.queuePurge(queue);
      }
    }
  }
}
