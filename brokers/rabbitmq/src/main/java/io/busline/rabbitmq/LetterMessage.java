package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.error.TooLargeException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An entry on its way into a stream. */
final class LetterMessage implements Outgoing {
  /** What the server says of a body. */
  private static final Pattern LARGER =
      Pattern.compile("larger than configured max size (\\d{1,18})");

  /** What the client says of headers, which have to fit into one frame. */
  private static final String HEADERS_LARGER = "headers exceeded max frame size";

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
    stored.completeExceptionally(explained(cause));
  }

  @Override
  public void unknown(EventBusException cause) {
    stored.completeExceptionally(explained(cause));
  }

  /** The server closes the channel, so others hear of what was too large, too. */
  private EventBusException explained(EventBusException cause) {
    String told = String.valueOf(cause.getMessage());
    Matcher limit = LARGER.matcher(told);
    boolean larger = limit.find() && body.length > Long.parseLong(limit.group(1));
    return larger || told.contains(HEADERS_LARGER) ? new TooLargeException(told, cause) : cause;
  }
}
