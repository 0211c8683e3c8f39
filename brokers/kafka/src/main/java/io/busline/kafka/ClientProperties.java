package io.busline.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How the client library is set up. Nothing of it can be weakened by a user. The client's own
 * exceptions about properties may hold their values, so none of them is passed on.
 */
final class ClientProperties {

  /** How long a request may take; half-open connections are noticed then. */
  static final Duration REQUEST = Duration.ofSeconds(10);

  /** Also how long a bus waits for a confirmation by default; what comes later is unknown. */
  static final Duration DELIVERY = Duration.ofSeconds(30);

  /** For what should be known already; see {@link Outbox}. */
  private static final Duration BLOCK = Duration.ofSeconds(2);

  /** Not below that of a request. */
  static final Duration TRANSACTION = REQUEST;

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /** How soon more partitions are noticed. Five minutes, the client's own choice, are long. */
  private static final Duration METADATA_AGE = Duration.ofSeconds(5);

  /** It grows; servers that have just made a topic, or moved one, are ready soon. */
  private static final Duration RETRY_WAIT = Duration.ofMillis(20);

  private static final Duration RECONNECT_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_RECONNECT_WAIT = Duration.ofMillis(500);

  /** The client's own five minutes would let a publisher wait for what it knew before. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /** The sizes with which publishing was fastest; a bus has 64 MiB in flight at most. */
  private static final int BATCH_BYTES = 256 << 10;

  private static final long BUFFER_BYTES = 128L << 20;

  /** Above every {@code max.message.bytes} that we make a topic with. */
  private static final int LARGEST_REQUEST = 4 << 20;

  /**
   * How long a member of the classic protocol may be silent; the newer one has it on the server.
   */
  private static final Duration SESSION = Duration.ofSeconds(15);

  /** How long a server may keep a reader waiting for news; so long new shares and ends wait too. */
  private static final Duration WAIT = Duration.ofMillis(100);

  private static final Duration SHORT_WAIT = Duration.ofMillis(10);

  /**
   * How soon a member of the classic protocol hears that its group shares anew. All wait for the
   * last of them, twice for each instance that comes. The client's own three seconds would be long,
   * and a heartbeat is but some hundred bytes.
   */
  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  /** What one instance takes at once, others cannot. */
  private static final int SHARED_AT_ONCE = 64;

  /** What a share group refuses to be told by its instances. */
  private static final List<String> NOT_SHARED =
      List.of(
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG);

  private final KafkaSettings settings;
  private final String client;

  /** The client complains about a name that is used twice. */
  private final AtomicInteger readers = new AtomicInteger();

  ClientProperties(KafkaSettings settings, String client) {
    this.settings = settings;
    this.client = client;
  }

  Map<String, Object> admin() {
    Map<String, Object> properties = common("admin");
    properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(REQUEST));
    // It waits for topics just made, which are ready within some tens of milliseconds.
    properties.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, RETRY_WAIT.toMillis());
    return properties;
  }

  /**
   * With one request at a time to each server, the next batch fills while one is under way: small
   * loads have no delay, large ones large batches, and no batch overtakes another, not even in a
   * topic that was just made.
   */
  Map<String, Object> producer() {
    Map<String, Object> properties = common("publisher");
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(DELIVERY));
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis(BLOCK));
    properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, REMEMBERED.toMillis());
    return properties;
  }

  /**
   * For who publishes in transactions. A server ends one that goes on for too long, as that of a
   * process that is gone, and until then what comes after it in its topics cannot be seen.
   */
  Map<String, Object> transactional(String id) {
    Map<String, Object> properties = producer();
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, client + "-" + id);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(TRANSACTION));
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(TRANSACTION));
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION.toMillis());
    return properties;
  }

  /** For who reads some partitions as nobody. */
  Map<String, Object> reader() {
    Map<String, Object> properties = common("reader-" + readers.incrementAndGet());
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, millis(WAIT));
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(REQUEST));
    return properties;
  }

  /** For who jumps to and fro: a request that waits for news holds up the next one. */
  Map<String, Object> jumper() {
    Map<String, Object> properties = reader();
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, millis(SHORT_WAIT));
    return properties;
  }

  /** For an instance of a group. */
  Map<String, Object> member(String group, boolean classic) {
    Map<String, Object> properties = reader();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    if (classic) {
      properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
      properties.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
      properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(SESSION));
      properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(HEARTBEAT));
    } else {
      properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    }
    return properties;
  }

  /** For an instance of a share group, whose start and isolation the group has. */
  Map<String, Object> sharer(String group) {
    Map<String, Object> properties = reader();
    properties.keySet().removeAll(NOT_SHARED);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, SHARED_AT_ONCE);
    return properties;
  }

  private Map<String, Object> common(String part) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, client + "-" + part);
    properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST));
    properties.put(
        CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, CONNECT_WITHIN.toMillis());
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, RECONNECT_WAIT.toMillis());
    properties.put(
        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, LONGEST_RECONNECT_WAIT.toMillis());
    properties.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, RETRY_WAIT.toMillis());
    properties.put(
        CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, LONGEST_RECONNECT_WAIT.toMillis());
    properties.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_AGE.toMillis());
    properties.put("enable.metrics.push", false);
    properties.putAll(Access.properties(settings));
    return properties;
  }

  private static int millis(Duration duration) {
    return (int) duration.toMillis();
  }
}
