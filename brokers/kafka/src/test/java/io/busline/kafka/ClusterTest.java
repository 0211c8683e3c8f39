package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.servers.KafkaCluster;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three servers, of which some are lost, with topics of three replicas. */
class ClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TYPE = "order.created";
  private static final String TOPIC = "order";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> stored = new ArrayList<>();
  private int last;
  private KafkaCluster cluster;
  private EventBus publisher;
  private EventBus subscriber;

  @BeforeEach
  void open() {
    cluster = KafkaCluster.start(Release.CURRENT, CurrentServer.QUICK_GROUPS);
    await("all have met", () -> ask(a -> a.describeCluster().nodes()).size() == 3);
    publisher = connect();
    subscriber = connect();
    subscriber
        .subscription("shipping")
        .on(TYPE, byte[].class, event -> received.add(Shop.text(event)))
        .subscribe();
    for (int i = 0; i < 10; i++) {
      publishUntilStored();
    }
  }

  private <T> T ask(Function<Admin, KafkaFuture<T>> question) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.addresses()))) {
      return question.apply(admin).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError("asking the cluster", e);
    }
  }

  private EventBus connect() {
    return EventBus.builder("kafka://" + cluster.addresses() + "?replicas=3&partitions=1")
        .service("shop")
        .publishTimeout(Duration.ofSeconds(2))
        .closeTimeout(Duration.ofSeconds(2))
        .connect();
  }

  @AfterEach
  void close() {
    subscriber.close();
    publisher.close();
    cluster.close();
  }

  @Test
  void events_go_on_when_the_leader_of_their_partition_is_killed() {
    KafkaServer leader = leader();

    leader.kill();

    for (int i = 0; i < 10; i++) {
      publishUntilStored();
    }
    awaitEverything();
    leader.restart();
    publishUntilStored();
    awaitEverything();
  }

  @Test
  void without_two_in_sync_nothing_is_confirmed_and_nothing_confirmed_before_is_lost() {
    KafkaServer leader = leader();
    KafkaServer second =
        cluster.nodes().stream().filter(node -> node != leader).findFirst().orElseThrow();

    second.kill();
    leader.kill();

    for (int i = 0; i < 3; i++) {
      assertThat(publish(next())).as("confirmed by one of three").isFalse();
    }
    leader.restart();
    second.restart();
    publishUntilStored();
    awaitEverything();
  }

  /** As a service does: again, with the same id. */
  private void publishUntilStored() {
    Event<byte[]> event = next();
    await(event.id() + " is stored", () -> publish(event));
    stored.add(event.id());
  }

  private Event<byte[]> next() {
    String id = Integer.toString(++last);
    return Event.builder(TYPE, id.getBytes(StandardCharsets.UTF_8))
        .id(id)
        .source("shop")
        .subject("key")
        .build();
  }

  private boolean publish(Event<byte[]> event) {
    return publisher.publishAll(List.of(event)).get(0).isStored();
  }

  /** All that is stored is handled, each in its order; what nobody could tell of may be there. */
  private void awaitEverything() {
    await("everything stored is handled", () -> received.containsAll(stored));
    assertThat(received.stream().distinct().filter(stored::contains))
        .containsExactlyElementsOf(stored);
  }

  private KafkaServer leader() {
    int id =
        ask(a -> a.describeTopics(List.of(TOPIC)).allTopicNames())
            .get(TOPIC)
            .partitions()
            .get(0)
            .leader()
            .id();
    return cluster.nodes().get(id - 1);
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline)
          .as("%s; received %s of %s", what, received, stored)
          .isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }
}
