package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.event.EventPattern;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Endpoint;
import io.busline.spi.BusUrl;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.Interests;
import io.busline.spi.OutboundMessage;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Errors that nobody expects of Kafka's client, as another version of it throws; one each time. */
@ExtendWith(CurrentServer.class)
@MayWarn
class UnforeseenFailureTest {
  private Endpoint server;
  private Shop shop;
  private KafkaSettings settings;
  private ClientProperties properties;
  private Cluster cluster;
  private Reachability reachability;

  @BeforeEach
  void open(Endpoint shared, Shop ours) {
    server = shared;
    shop = ours;
    settings = KafkaSettings.read(BusUrl.parse("kafka://" + server.address()));
    properties = new ClientProperties(settings, shop.name);
    cluster = new Cluster(properties, settings.place());
    reachability = new Reachability(cluster);
  }

  @AfterEach
  void close() {
    reachability.close();
    cluster.close();
  }

  private Topics topics() {
    return new Topics(cluster, new TopicPlan(settings), settings.topology());
  }

  /** Fails to begin, to read and to end, each once. */
  private final class Failing implements Reading {
    private final AtomicInteger clients = new AtomicInteger();

    @Override
    public Consumer<byte[], byte[]> begin() {
      if (clients.incrementAndGet() == 1) {
        throw new NoSuchMethodError("begin");
      }
      Consumer<byte[], byte[]> client =
          new KafkaConsumer<>(
              Map.of("bootstrap.servers", server.address()),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      client.assign(List.of(new TopicPartition(shop.type("order"), 0)));
      client.seekToBeginning(client.assignment());
      return client;
    }

    @Override
    public void tend(Consumer<byte[], byte[]> client) {
      if (clients.get() == 2) {
        throw new NoSuchMethodError("tend");
      }
    }

    @Override
    public void end(Consumer<byte[], byte[]> client, Duration within) {
      client.close();
      throw new NoClassDefFoundError("CloseOptions");
    }

    @Override
    public void abandoned() {
      if (clients.get() == 2) {
        throw new NoSuchMethodError("abandoned");
      }
    }

    @Override
    public void found(Set<TopicPartition> partitions) {}
  }

  @Test
  @Warns({"NoSuchMethodError: begin", "NoSuchMethodError: tend", "NoSuchMethodError: abandoned"})
  void who_reads_tells_it_and_reads_anew() {
    shop.make("order", 1);
    shop.publish(shop.bus(), "order.created", "k", "1");
    Holdings holdings = new Holdings(TimeSource.system(), true);
    holdings.assigned(new TopicPartition(shop.type("order"), 0), Bookmark.at(0));
    Interests interests =
        new Interests(
            List.of(
                new Interest(new EventPattern(shop.type("order.created")), shop.type("order"))));
    Records records =
        new Records(
            (mediaType, document) -> {
              throw new DecodingException("no format");
            });
    Failing reading = new Failing();
    Fetcher fetcher =
        new Fetcher(
            reading,
            holdings,
            new Selection(records, interests),
            new TopicIds(Map::of),
            reachability,
            "test");

    fetcher.start();

    try {
      shop.await("it is told", () -> fetcher.trouble().isPresent());
      assertThat(fetcher.trouble().orElseThrow()).contains("NoSuchMethodError");
      shop.await(
          "it reads", () -> holdings.progress().values().stream().anyMatch(p -> p.readTo() > 0));
      shop.await("there is no trouble any more", () -> fetcher.trouble().isEmpty());
      assertThat(reading.clients.get()).isEqualTo(3);
    } finally {
      fetcher.stop();
    }
  }

  /** A producer whose answers about topics fail once. */
  private Producer<String, byte[]> forgetful() {
    AtomicInteger asked = new AtomicInteger();
    return new KafkaProducer<>(properties.producer()) {
      @Override
      public List<PartitionInfo> partitionsFor(String topic) {
        if (asked.getAndIncrement() == 0) {
          throw new NoSuchMethodError("partitionsFor");
        }
        return super.partitionsFor(topic);
      }
    };
  }

  @Test
  void a_publish_has_failed_and_the_next_one_is_stored() {
    try (Producer<String, byte[]> producer = forgetful()) {
      Outbox outbox = new Outbox(producer, topics(), reachability);
      Letter first = new Letter(shop.type("order"), shop.event("order.created", "k", "1").build());
      Letter second = new Letter(shop.type("order"), shop.event("order.created", "k", "2").build());

      outbox.send(first);
      assertThat(first.outcome)
          .failsWithin(30, TimeUnit.SECONDS)
          .withThrowableThat()
          .withMessageContaining("NoSuchMethodError");
      outbox.send(second);

      assertThat(second.outcome).succeedsWithin(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_transaction_is_tried_again_by_another_producer() {
    String topic = shop.type("order");
    shop.make("order", 1);
    Holdings holdings = new Holdings(TimeSource.system(), true);
    TopicIds ids = new TopicIds(Map::of);
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger producers = new AtomicInteger();
    Transactions transactions =
        new Transactions(
            () -> {
              producers.incrementAndGet();
              return new KafkaProducer<>(properties.transactional("busline-" + shop.name)) {
                @Override
                public void beginTransaction() {
                  if (begun.getAndIncrement() == 0) {
                    throw new NoSuchMethodError("beginTransaction");
                  }
                  super.beginTransaction();
                }

                @Override
                public void abortTransaction() {
                  throw new NoSuchMethodError("abortTransaction");
                }
              };
            },
            holdings,
            new Notes(ids, ""),
            topics(),
            "test");
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Consumer<byte[], byte[]> member = member(topic)) {
      shop.await(
          "it has its share",
          () -> {
            var unused = member.poll(Duration.ofMillis(50));
            return member.assignment().contains(partition);
          });
      transactions.start();
      transactions.tend(member);
      holdings.assigned(partition, Bookmark.at(0));
      holdings.passed(Map.of(partition, new OffsetAndMetadata(1)));

      shop.await("it fails", () -> begun.get() == 1);
      shop.await(
          "it is noted",
          () -> {
            if (catchThrowable(() -> transactions.tend(member)) != null) {
              transactions.abandoned();
            }
            holdings.assigned(partition, Bookmark.at(1));
            holdings.notCommitted(Set.of(partition));
            return !new CommittedOffsets(cluster).of(shop.name, Set.of(partition)).isEmpty();
          });
      assertThat(producers.get()).isEqualTo(2);
    } finally {
      transactions.stop();
    }
  }

  private Consumer<byte[], byte[]> member(String topic) {
    Consumer<byte[], byte[]> member =
        new KafkaConsumer<>(
            properties.member(shop.name, false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    member.subscribe(List.of(topic));
    return member;
  }

  @Test
  @Warns(value = "looking around failed: java.lang.NoSuchMethodError: round", orMore = true)
  void who_watches_the_cluster_goes_on_with_its_rounds() {
    AtomicInteger rounds = new AtomicInteger();

    reachability.everyRound(
        () -> {
          if (rounds.incrementAndGet() < 3) {
            throw new NoSuchMethodError("round");
          }
        });

    shop.await("more rounds", () -> rounds.get() > 3);
  }

  private record Letter(String topic, Event<byte[]> event, CompletableFuture<Object> outcome)
      implements OutboundMessage {
    Letter(String topic, Event<byte[]> event) {
      this(topic, event, new CompletableFuture<>());
    }

    @Override
    public void stored(@Nullable Object position, boolean duplicate) {
      outcome.complete(String.valueOf(position));
    }

    @Override
    public void failed(Throwable cause) {
      outcome.completeExceptionally(cause);
    }

    @Override
    public void unknown(Throwable cause) {
      outcome.completeExceptionally(cause);
    }
  }
}
