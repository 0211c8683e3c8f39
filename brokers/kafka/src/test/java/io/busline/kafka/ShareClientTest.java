package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.BrokerException;
import io.busline.error.DecodingException;
import io.busline.event.EventPattern;
import io.busline.event.StartPosition;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import io.busline.spi.BusUrl;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Interests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client of a share group that is of no use any more has a successor. */
@MayWarn
class ShareClientTest {
  private static KafkaServer server;
  private Shop shop;
  private String topic;
  private ClientProperties properties;
  private Cluster cluster;
  private Reachability reachability;
  private Interests interests;
  private int deliveries;
  private final Received inbox = new Received();
  private final AtomicInteger clients = new AtomicInteger();

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>(KafkaServer.QUICK);
    settings.put("group.share.record.lock.duration.ms", "1000");
    server = KafkaServer.start(Release.CURRENT, settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    shop = new Shop(server);
    shop.make("order", 1);
    topic = shop.type("order");
    KafkaSettings settings = KafkaSettings.read(BusUrl.parse("kafka://" + server.address()));
    properties = new ClientProperties(settings, shop.name);
    cluster = new Cluster(properties, settings.place());
    reachability = new Reachability(cluster);
    interests =
        new Interests(List.of(new Interest(new EventPattern(shop.type("order.created")), topic)));
    deliveries =
        new ShareGroups(cluster, true)
            .prepare(shop.name, StartPosition.earliest(), Set.of(new TopicPartition(topic, 0)));
  }

  @AfterEach
  void close() {
    reachability.close();
    cluster.close();
    shop.close();
  }

  private static final class Received implements Inbox {
    private final List<InboundMessage> arrived = new ArrayList<>();
    private final List<InboundMessage> revoked = new ArrayList<>();

    @Override
    public void arrived(InboundMessage message) {
      arrived.add(message);
    }

    @Override
    public void revoked(InboundMessage message) {
      revoked.add(message);
    }

    List<String> texts() {
      return arrived.stream().map(message -> Shop.text(message.event())).toList();
    }
  }

  private SharingConsumer consumer(ShareConsumer<byte[], byte[]> first) {
    Records records =
        new Records(
            (mediaType, document) -> {
              throw new DecodingException("no format");
            });
    return new SharingConsumer(
        () ->
            new Loans(
                clients.getAndIncrement() == 0
                    ? first
                    : new KafkaShareConsumer<>(properties.sharer(shop.name)),
                new Selection(records, interests),
                deliveries),
        Set.of(topic),
        () -> 0,
        reachability,
        NamedTopics.of(interests),
        () -> {});
  }

  private ShareConsumer<byte[], byte[]> client() {
    return new KafkaShareConsumer<>(properties.sharer(shop.name));
  }

  private boolean polled(SharingConsumer consumer, String text) {
    consumer.poll(10, Duration.ofMillis(100).toNanos(), inbox);
    return inbox.texts().contains(text);
  }

  /** It did not ask for more time in time, and others have had its event meanwhile. */
  @Test
  @Warns(value = "some events come again", orMore = true)
  void when_it_is_lent_again_what_it_still_has() {
    SharingConsumer consumer = consumer(client());
    try {
      shop.publish(shop.bus(), "order.created", "k", "1");
      shop.await("it arrives", () -> polled(consumer, "1"));
      passThroughOther();

      shop.await("it comes again", () -> polled(consumer, "1") && again());
      consumer.ack(inbox.arrived);
      shop.publish(shop.bus(), "order.created", "k", "2");

      shop.await("the next one arrives", () -> polled(consumer, "2"));
      assertThat(inbox.revoked).contains(inbox.arrived.get(0));
    } finally {
      consumer.close();
    }
  }

  private boolean again() {
    return inbox.arrived.size() > 1;
  }

  private void passThroughOther() {
    try (ShareConsumer<byte[], byte[]> other = client()) {
      other.subscribe(Set.of(topic));
      shop.await(
          "another one has it",
          () -> {
            AtomicInteger count = new AtomicInteger();
            other
                .poll(Duration.ofMillis(100))
                .forEach(
                    record -> {
                      other.acknowledge(record, AcknowledgeType.RELEASE);
                      count.incrementAndGet();
                    });
            return count.get() > 0;
          });
      other.commitSync();
    }
  }

  /** It has two of an event and can be told of one, is refused for good, or is another version. */
  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("All records must be acknowledged"),
        new KafkaException("nothing will ever be read"),
        new NoSuchMethodError("poll"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  @Warns("a client of a share group is replaced")
  void when_it_fails_for_good(Throwable failure) {
    SharingConsumer consumer =
        consumer(
            new KafkaShareConsumer<>(properties.sharer(shop.name)) {
              @Override
              public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                throw thrown(failure);
              }
            });
    try {
      shop.publish(shop.bus(), "order.created", "k", "1");

      shop.await("it arrives", () -> polledInSpite(consumer, "1"));
      assertThat(clients.get()).isEqualTo(2);
    } finally {
      consumer.close();
    }
  }

  private static RuntimeException thrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  private boolean polledInSpite(SharingConsumer consumer, String text) {
    try {
      return polled(consumer, text);
    } catch (BrokerException e) {
      return false;
    }
  }
}
