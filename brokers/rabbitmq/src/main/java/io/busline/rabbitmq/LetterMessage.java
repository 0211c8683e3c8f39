package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** An entry on its way into a stream. */
final class LetterMessage implements Outgoing {
  private final String exchange;
  private final String stream;
  private final Supplier<BasicProperties> properties;
  private final byte[] body;
  private final CompletableFuture<Void> stored;

  /**
   * Makes an entry.
   *
   * @param exchange leads to the stream of which the routing key is the name
   * @param properties makes the properties, or tells why there cannot be any
   * @param stored completes when it is confirmed
   */
  LetterMessage(
      String exchange,
      String stream,
      Supplier<BasicProperties> properties,
      byte[] body,
      CompletableFuture<Void> stored) {
    this.exchange = exchange;
    this.stream = stream;
    this.properties = properties;
    this.body = body;
    this.stored = stored;
  }

  @Override
  public String exchange() {
    return exchange;
  }

  @Override
  public String routingKey() {
    return stream;
  }

  @Override
  public BasicProperties properties() {
    return properties.get();
  }

  @Override
  public byte[] body() {
    return body;
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
      failed(new BrokerException("the stream %s is not there".formatted(stream)));
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
