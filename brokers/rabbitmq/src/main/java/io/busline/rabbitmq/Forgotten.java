package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.busline.error.EventBusException;

/**
 * What is left of a message that was sent and whose sender was answered before the server did: with
 * what it was published, so that it is known if the server returns it.
 *
 * @param exchange where it was published
 * @param routingKey with what key
 */
record Forgotten(String exchange, String routingKey) implements Outgoing {

  static Forgotten of(Outgoing message) {
    return new Forgotten(message.exchange(), message.routingKey());
  }

  @Override
  public BasicProperties properties() {
    return new BasicProperties();
  }

  @Override
  public byte[] body() {
    return new byte[0];
  }

  @Override
  public boolean isAnswered() {
    return true;
  }

  @Override
  public void confirmed(boolean routed) {}

  @Override
  public void failed(EventBusException cause) {}

  @Override
  public void unknown(EventBusException cause) {}
}
