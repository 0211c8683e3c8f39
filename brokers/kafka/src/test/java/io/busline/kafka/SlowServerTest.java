package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import io.busline.spi.BusUrl;
import io.busline.spi.OutboundMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is there, and takes its time to answer, as on a busy machine. */
@MayWarn
class SlowServerTest {

  /** Longer than it takes to find out that nobody is there. */
  private static final long WHILE_NANOS = TimeUnit.SECONDS.toNanos(6);

  private static final long GLANCE_NANOS = 20_000_000;

  private static KafkaServer server;

  private Shop shop;
  private KafkaSettings settings;
  private ClientProperties properties;
  private Cluster cluster;
  private Reachability reachability;

  @BeforeAll
  static void start() {
    server = KafkaServer.start(Release.CURRENT, KafkaServer.QUICK);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    shop = new Shop(server);
    settings = KafkaSettings.read(BusUrl.parse("kafka://" + server.address()));
    properties = new ClientProperties(settings, shop.name);
    cluster = new Cluster(properties, settings.place());
    reachability = new Reachability(cluster);
  }

  @AfterEach
  void close() {
    reachability.close();
    cluster.close();
    shop.close();
  }

  @Test
  void is_not_out_of_reach_and_can_be_connected_to() {
    server.pause();
    CompletableFuture<EventBus> connecting = CompletableFuture.supplyAsync(() -> shop.bus());
    requireReachableFor(WHILE_NANOS);

    assertThat(connecting).succeedsWithin(30, TimeUnit.SECONDS);
  }

  /** The topic is known to be there, and the producer is to ask for the first time. */
  @Test
  void stores_what_is_published_meanwhile() {
    Topics topics = new Topics(cluster, new TopicPlan(settings), settings.topology());
    topics.require(shop.type("order"));
    Letter letter = new Letter(shop.type("order"), shop.event("order.created", "k", "t").build());
    try (Producer<String, byte[]> producer = new KafkaProducer<>(properties.producer())) {
      server.pause();
      new Outbox(producer, topics, reachability).send(letter);
      requireReachableFor(WHILE_NANOS / 2);

      assertThat(letter.outcome).succeedsWithin(30, TimeUnit.SECONDS);
    }
  }

  private void requireReachableFor(long nanos) {
    try {
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() - end < 0) {
        assertThat(reachability.problem()).isEmpty();
        LockSupport.parkNanos(GLANCE_NANOS);
      }
    } finally {
      server.resume();
    }
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
