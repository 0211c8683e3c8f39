package io.busline.benchmarks.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.busline.benchmarks.load.Order;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import tools.jackson.databind.json.JsonMapper;

/** What one would write to put an order into a message of AMQP 0-9-1 and take it out again. */
public final class RawRabbitMessages {
  static final String JSON = "application/json";

  private static final int PERSISTENT = 2;

  private final JsonMapper json = JsonMapper.builder().build();

  /** In the order of time, and made without the machine's source of secrets. */
  private final long run = System.nanoTime();

  private long made;

  public BasicProperties properties(Order order) {
    Map<String, Object> headers = new HashMap<>();
    String id = describe(order, headers::put);
    return new BasicProperties.Builder()
        .headers(headers)
        .contentType(JSON)
        .messageId(id)
        .deliveryMode(PERSISTENT)
        .build();
  }

  /** Says what an event says of itself, by name and value; gives the event's identity. */
  String describe(Order order, BiConsumer<String, String> header) {
    String id = new UUID(run, made++).toString();
    header.accept("ce-specversion", "1.0");
    header.accept("ce-id", id);
    header.accept("ce-source", "benchmarks");
    header.accept("ce-type", Order.TYPE);
    header.accept("ce-subject", order.orderId());
    header.accept("ce-time", Instant.now().toString());
    return id;
  }

  public byte[] body(Order order) {
    return json.writeValueAsBytes(order);
  }

  Order read(byte[] body) {
    return json.readValue(body, Order.class);
  }
}
