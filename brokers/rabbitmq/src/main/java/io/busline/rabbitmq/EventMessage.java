package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
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
 * @param unrouted answers what no queue has taken
 */
record EventMessage(
    OutboundMessage message, Layout layout, Messages messages, int turn, Unrouted unrouted)
    implements Outgoing {

  @Override
  public String exchange() {
    return layout.exchange();
  }

  @Override
  public String routingKey() {
    return message.event().type();
  }

  String topic() {
    return message.topic();
  }

  @Override
  public BasicProperties properties() {
    Event<byte[]> event = message.event();
    Map<String, Object> headers = new HashMap<>(message.headers());
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

  @Override
  public boolean isAnswered() {
    return message.isSettled();
  }

  @Override
  public void confirmed(boolean routed) {
    if (routed) {
      message.stored(null, false);
    } else {
      unrouted.add(this);
    }
  }

  /** An event that nobody has subscribed to is kept by nobody, as with any broker of queues. */
  void keptByNobody() {
    message.stored("nowhere: nobody has subscribed to it", false);
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
