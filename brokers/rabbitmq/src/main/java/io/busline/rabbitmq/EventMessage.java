package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.event.Event;
import io.busline.spi.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * An event on its way into the queues of whoever wants it.
 *
 * @param message the event
 * @param layout where to
 * @param messages makes the message
 * @param turn chooses the partition of an event without a key
 * @param largest the most bytes that the server takes
 */
record EventMessage(
    OutboundMessage message, Layout layout, Messages messages, int turn, int largest)
    implements Outgoing {

  @Override
  public String exchange() {
    return layout.exchange();
  }

  @Override
  public String routingKey() {
    return message.event().type();
  }

  @Override
  public BasicProperties properties() {
    Event<byte[]> event = message.event();
    if (event.data().length > largest) {
      throw new BrokerException(
          "%s has data of %d bytes, and RabbitMQ takes %d. Make it smaller"
              .formatted(event, event.data().length, largest));
    }
    Map<String, Object> headers = new HashMap<>();
    if (layout.isPartitioned()) {
      headers.put(Layout.PARTITION, Integer.toString(partition(event)));
    }
    if (!message.topic().equals(Messages.topic(event))) {
      headers.put(Messages.TOPIC, message.topic());
    }
    return messages.published(event, headers);
  }

  /** Anybody can find a key's partition: it is the CRC-32 of its UTF-8, modulo their number. */
  private int partition(Event<byte[]> event) {
    String key = event.keyOrNull();
    if (key == null) {
      return Math.floorMod(turn, layout.partitions());
    }
    CRC32 crc = new CRC32();
    crc.update(key.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % layout.partitions());
  }

  @Override
  public byte[] body() {
    return message.event().data();
  }

  /** An event that nobody has subscribed to is kept by nobody, as with any broker of queues. */
  @Override
  public void confirmed(boolean routed) {
    message.stored(routed ? null : "nowhere: nobody has subscribed to it", false);
  }

  @Override
  public void failed(EventBusException cause) {
    message.failed(cause);
  }

  @Override
  public void unknown(EventBusException cause) {
    message.unknown(cause);
  }
}
