package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A retained message on its way into the queue with a group's past. */
final class CopyMessage implements Outgoing {

  /** The topic, which no event can have, of what stands at the end. */
  static final String END = ":end";

  private final String exchange;
  private final String routingKey;
  private final BasicProperties original;
  private final byte[] body;
  private final CompletableFuture<Void> stored = new CompletableFuture<>();

  /** A message for an exchange, with a key and properties as they were published. */
  private CopyMessage(String exchange, String routingKey, BasicProperties original, byte[] body) {
    this.exchange = exchange;
    this.routingKey = routingKey;
    this.original = original;
    this.body = body;
  }

  /**
   * An entry's copy.
   *
   * @param exchange leads to the queue whatever the key
   */
  static CopyMessage of(Delivery entry, String exchange) {
    Map<String, Object> headers = Retained.original(entry);
    headers.put(Messages.EXCHANGE, entry.getEnvelope().getExchange());
    if (END.equals(String.valueOf(headers.get(Messages.TOPIC)))) {
      headers.remove(Messages.TOPIC);
    }
    // It was retained, so it does not matter any more how long it was to wait.
    return new CopyMessage(
        exchange,
        entry.getEnvelope().getRoutingKey(),
        entry.getProperties().builder().headers(headers).expiration(null).build(),
        entry.getBody());
  }

  /** Says that nothing more comes. */
  static CopyMessage end(String exchange) {
    return new CopyMessage(
        exchange,
        END,
        new BasicProperties.Builder().headers(Map.of(Messages.TOPIC, END)).deliveryMode(2).build(),
        new byte[0]);
  }

  /** Completes when it is confirmed. */
  CompletableFuture<Void> stored() {
    return stored;
  }

  @Override
  public String exchange() {
    return exchange;
  }

  @Override
  public String routingKey() {
    return routingKey;
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public BasicProperties properties() {
    return original;
  }

  @Override
  public boolean isAnswered() {
    return stored.isDone();
  }

  @Override
  public void confirmed(boolean routed) {
    if (routed) {
      stored.complete(null);
    } else {
      failed(new BrokerException("the queue %s is not there".formatted(exchange)));
    }
  }

  @Override
  public void failed(EventBusException cause) {
    stored.completeExceptionally(cause);
  }

  @Override
  public void unknown(EventBusException cause) {
    stored.completeExceptionally(cause);
  }
}
