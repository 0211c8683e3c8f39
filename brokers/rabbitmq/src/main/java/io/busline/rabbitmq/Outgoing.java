package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.busline.error.EventBusException;

/**
 * A message to publish, and the place for what became of it. It is answered once, on any thread.
 * The message is made by the publisher's thread.
 */
interface Outgoing {

  /** Where it is published. */
  String exchange();

  /** With what key. */
  String routingKey();

  /**
   * Its properties and headers.
   *
   * @throws EventBusException if it cannot be a message; it is failed then
   */
  BasicProperties properties();

  /** Its body. */
  byte[] body();

  /** Whether its sender was answered already, so that it need not be sent any more. */
  boolean isAnswered();

  /** The server is responsible for it now; {@code routed} is false if no queue wanted it. */
  void confirmed(boolean routed);

  /** It is surely not stored. */
  void failed(EventBusException cause);

  /** Nobody can tell. */
  void unknown(EventBusException cause);
}
