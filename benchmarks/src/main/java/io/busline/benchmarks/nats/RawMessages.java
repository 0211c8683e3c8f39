package io.busline.benchmarks.nats;

import io.busline.benchmarks.load.Order;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** What one would write to put an order into a NATS message and take it out again. */
public final class RawMessages {
  private final JsonMapper json = JsonMapper.builder().build();

  /** In the order of time, and made without the machine's source of secrets. */
  private final long run = System.nanoTime();

  private long made;

  public Message write(Order order) {
    Headers headers =
        new Headers()
            .put("ce-specversion", "1.0")
            .put("ce-id", new UUID(run, made++).toString())
            .put("ce-source", "benchmarks")
            .put("ce-type", Order.TYPE)
            .put("ce-subject", order.orderId())
            .put("ce-time", Instant.now().toString())
            .put("ce-datacontenttype", "application/json");
    return NatsMessage.builder()
        .subject(Order.TYPE)
        .headers(headers)
        .data(json.writeValueAsBytes(order))
        .build();
  }

  public static String id(Message message) {
    return message.getHeaders().getFirst("ce-id");
  }

  Order read(Message message) {
    return json.readValue(message.getData(), Order.class);
  }
}
