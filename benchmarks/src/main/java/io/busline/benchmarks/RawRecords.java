package io.busline.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What one would write to put an order into a Kafka record and take it out again. */
final class RawRecords {
  static final String TOPIC = "order";

  private final JsonMapper json = JsonMapper.builder().build();

  /** In the order of time, and made without the machine's source of secrets. */
  private final long run = System.nanoTime();

  private long made;

  ProducerRecord<String, byte[]> write(Order order, @Nullable Integer partition) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(TOPIC, partition, order.orderId(), json.writeValueAsBytes(order));
    Headers headers = record.headers();
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", new UUID(run, made++).toString());
    add(headers, "ce_source", "benchmarks");
    add(headers, "ce_type", Order.TYPE);
    add(headers, "ce_subject", order.orderId());
    add(headers, "ce_time", Instant.now().toString());
    add(headers, "content-type", "application/json");
    return record;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  Order read(ConsumerRecord<String, byte[]> record) {
    return json.readValue(record.value(), Order.class);
  }
}
