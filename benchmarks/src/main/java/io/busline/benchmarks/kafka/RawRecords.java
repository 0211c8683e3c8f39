package io.busline.benchmarks.kafka;

import io.busline.benchmarks.load.Order;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What one would write to put an order into a Kafka record and take it out again. */
public final class RawRecords {
  public static final String TOPIC = "order";

  private final JsonMapper json = JsonMapper.builder().build();

  /** In the order of time, and made without the machine's source of secrets. */
  private final long run = System.nanoTime();

  private long made;

  public ProducerRecord<String, byte[]> write(Order order, @Nullable Integer partition) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(TOPIC, partition, order.orderId(), json.writeValueAsBytes(order));
    describe(order, record.headers());
    return record;
  }

  /** Writes into headers what an event says of itself. */
  void describe(Order order, Headers headers) {
    describe(order, (name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
  }

  /** Says what an event says of itself, by name and value. */
  void describe(Order order, BiConsumer<String, String> header) {
    header.accept("ce_specversion", "1.0");
    header.accept("ce_id", new UUID(run, made++).toString());
    header.accept("ce_source", "benchmarks");
    header.accept("ce_type", Order.TYPE);
    header.accept("ce_subject", order.orderId());
    header.accept("ce_time", Instant.now().toString());
    header.accept("content-type", "application/json");
  }

  public Order read(ConsumerRecord<String, byte[]> record) {
    return json.readValue(record.value(), Order.class);
  }
}
