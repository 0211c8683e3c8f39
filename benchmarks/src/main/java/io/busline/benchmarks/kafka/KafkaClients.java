package io.busline.benchmarks.kafka;

import io.busline.benchmarks.load.Order;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's own clients, set up with care or not at all. */
public enum KafkaClients {
  /** As fast as the client can be made without giving up a promise. */
  TUNED,
  /** As soon as the client can be made to pass on what it has, for events that are not many. */
  PROMPT,
  /** As they come. */
  DEFAULTS;

  /**
   * In every partition before anything else, and not counted: with several batches on their way to
   * a topic just made, the client can get out of step.
   */
  public static final Order FIRST = Order.number(-1);

  public static final String BOOTSTRAP = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

  private static final Map<String, Object> TUNED_PRODUCER =
      Map.of(
          ProducerConfig.LINGER_MS_CONFIG, 5,
          ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10,
          ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);

  private static final Map<String, Object> TUNED_CONSUMER =
      Map.of(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000,
          ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 64 << 10,
          ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);

  /** No batch waits to be filled; the server answers as soon as it has anything. */
  private static final Map<String, Object> PROMPT_PRODUCER =
      Map.of(ProducerConfig.LINGER_MS_CONFIG, 0);

  /** A server that does not keep for long what is measured by the gigabyte. */
  public static KafkaServer server() {
    return KafkaServer.start(
        Release.CURRENT,
        Map.of(
            "log.segment.bytes",
            Integer.toString(64 << 20),
            "log.retention.bytes",
            Integer.toString(256 << 20),
            "log.retention.check.interval.ms",
            "5000",
            "log.segment.delete.delay.ms",
            "1000"));
  }

  /** Makes the topic and puts {@link #FIRST} into each of its partitions. */
  static void makeTopic(KafkaServer server, int partitions) throws Exception {
    NewTopic topic = new NewTopic(RawRecords.TOPIC, Optional.of(partitions), Optional.empty());
    try (Admin admin = Admin.create(common(server))) {
      admin.createTopics(List.of(topic)).all().get();
    }
    RawRecords records = new RawRecords();
    try (KafkaProducer<String, byte[]> client = DEFAULTS.producer(server)) {
      for (int partition = 0; partition < partitions; partition++) {
        client.send(records.write(FIRST, partition)).get();
      }
    }
  }

  public KafkaProducer<String, byte[]> producer(KafkaServer server) {
    return new KafkaProducer<>(
        publishing(server), new StringSerializer(), new ByteArraySerializer());
  }

  /** How to publish so that what is confirmed is stored, once and in order. */
  Map<String, Object> publishing(KafkaServer server) {
    Map<String, Object> properties = common(server);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.putAll(
        switch (this) {
          case TUNED -> TUNED_PRODUCER;
          case PROMPT -> PROMPT_PRODUCER;
          case DEFAULTS -> Map.of();
        });
    return properties;
  }

  KafkaConsumer<String, byte[]> consumer(KafkaServer server, String group) {
    Map<String, Object> properties = reading(server);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** How to read so that nothing is missed. */
  Map<String, Object> reading(KafkaServer server) {
    Map<String, Object> properties = common(server);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.putAll(this == TUNED ? TUNED_CONSUMER : Map.of());
    return properties;
  }

  /** The same for a bus. */
  public static String url(KafkaServer server) {
    return "kafka://" + address(server);
  }

  static String address(KafkaServer server) {
    return "127.0.0.1:" + server.port();
  }

  private static Map<String, Object> common(KafkaServer server) {
    return new HashMap<>(Map.of(BOOTSTRAP, address(server)));
  }
}
