package io.busline.benchmarks;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** What one would write to put an order into a message of AMQP 0-9-1 and take it out again. */
final class RawRabbitMessages {
  private static final int PERSISTENT = 2;

  private final JsonMapper json = JsonMapper.builder().build();

  /** In the order of time, and made without the machine's source of secrets. */
  private final long run = System.nanoTime();

  private long made;

  BasicProperties properties(Order order) {
    String id = new UUID(run, made++).toString();
    Map<String, Object> headers = new HashMap<>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", id);
    headers.put("ce-source", "benchmarks");
    headers.put("ce-type", Order.TYPE);
    headers.put("ce-subject", order.orderId());
    headers.put("ce-time", Instant.now().toString());
    return new BasicProperties.Builder()
        .headers(headers)
        .contentType("application/json")
        .messageId(id)
        .deliveryMode(PERSISTENT)
        .build();
  }

  byte[] body(Order order) {
    return json.writeValueAsBytes(order);
  }

  Order read(byte[] body) {
    return json.readValue(body, Order.class);
  }
}
