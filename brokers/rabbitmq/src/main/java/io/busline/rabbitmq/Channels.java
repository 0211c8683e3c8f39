package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;

/** Opens and closes channels, and looks through one. */
final class Channels {

  private Channels() {}

  /** Opens one. */
  static Channel open(Connection connection) throws IOException {
    Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("the connection has no room for another channel");
    }
    return channel;
  }

  /** Whether there is no such queue; blocks. */
  static boolean isMissing(Connection connection, String queue) throws IOException {
    Channel channel = open(connection);
    try {
      channel.queueDeclarePassive(queue);
      return false;
    } catch (IOException e) {
      return Failures.isRefusal(e, AMQP.NOT_FOUND);
    } finally {
      close(channel);
    }
  }

  /** Whether there is no such exchange; blocks. */
  static boolean isExchangeMissing(Connection connection, String exchange) throws IOException {
    Channel channel = open(connection);
    try {
      channel.exchangeDeclarePassive(exchange);
      return false;
    } catch (IOException e) {
      if (Failures.isRefusal(e, AMQP.NOT_FOUND)) {
        return true;
      }
      throw e;
    } finally {
      close(channel);
    }
  }

  /** Closes one, whatever state it is in; blocks until the server has done so too. */
  static void close(Channel channel) {
    try {
      channel.abort();
    } catch (IOException | AlreadyClosedException e) {
      // Then it is closed already, or its connection is.
      return;
    }
  }
}
