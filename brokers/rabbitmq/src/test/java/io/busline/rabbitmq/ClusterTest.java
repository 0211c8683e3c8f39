package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.servers.RabbitCluster;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three servers, of which some are lost, with quorum queues of three replicas. */
@Timeout(400)
class ClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TYPE = "order.created";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> stored = new ArrayList<>();
  private int last;
  private RabbitCluster cluster;
  private EventBus publisher;
  private EventBus subscriber;

  @BeforeEach
  void open() {
    cluster = RabbitCluster.start(Release.CURRENT);
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

  private EventBus connect() {
    return EventBus.builder("amqp://guest:guest@" + cluster.addresses() + "?partitions=1")
        .service("shop")
        .publishTimeout(Duration.ofSeconds(2))
        .closeTimeout(Duration.ofSeconds(2))
        .connect();
  }

  @AfterEach
  void close() {
    if (subscriber != null) {
      subscriber.close();
      publisher.close();
    }
    cluster.close();
  }

  @Test
  void events_go_on_when_the_leader_of_their_queue_is_killed() {
    RabbitServer leader = leader();

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
  void without_a_majority_nothing_is_confirmed_and_nothing_confirmed_before_is_lost() {
    RabbitServer leader = leader();
    RabbitServer second =
        cluster.nodes().stream().filter(node -> node != leader).findFirst().orElseThrow();

    leader.kill();
    second.kill();

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

  private RabbitServer leader() {
    String queue = new Layout("busline", 1).queue("shipping", 0);
    String line =
        cluster
            .nodes()
            .get(0)
            .control("list_queues", "name", "leader")
            .lines()
            .filter(each -> each.startsWith(queue + "\t"))
            .findFirst()
            .orElseThrow();
    return cluster.nodes().get(line.charAt(line.indexOf('\t') + 2) - '0');
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("%s; received %s", what, received).isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }
}
