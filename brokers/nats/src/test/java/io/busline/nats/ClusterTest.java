package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.event.Event;
import io.busline.servers.NatsCluster;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.nats.client.Connection;
import io.nats.client.Nats;
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

/** Three servers, of which some are lost, with streams of three replicas. */
class ClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TYPE = "order.created";
  private static final String STREAM = StreamNames.ofTopic("order");

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> stored = new ArrayList<>();
  private int last;
  private NatsCluster cluster;
  private EventBus publisher;
  private EventBus subscriber;

  @BeforeEach
  void open() {
    cluster = NatsCluster.start(Release.CURRENT);
    await("the cluster has leaders", this::isReady);
    for (int i = 0; i < 10; i++) {
      publishUntilStored();
    }
  }

  /** It elects them for some moments after its servers answer. */
  private boolean isReady() {
    publisher = connect();
    subscriber = connect();
    try {
      subscriber
          .subscription("shipping")
          .on(TYPE, byte[].class, event -> received.add(Shop.text(event)))
          .subscribe();
      return true;
    } catch (BrokerException e) {
      close(publisher, subscriber);
      return false;
    }
  }

  private EventBus connect() {
    return EventBus.builder("jetstream://" + cluster.addresses() + "?replicas=3&lease=2s")
        .service("shop")
        .publishTimeout(Duration.ofSeconds(2))
        .closeTimeout(Duration.ofSeconds(2))
        .connect();
  }

  @AfterEach
  void close() {
    close(subscriber, publisher);
    cluster.close();
  }

  private static void close(EventBus... buses) {
    for (EventBus bus : buses) {
      bus.close();
    }
  }

  @Test
  void events_go_on_when_the_leader_of_their_stream_is_killed() throws Exception {
    NatsServer leader = leader();

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
  void without_a_majority_nothing_is_confirmed_and_nothing_confirmed_before_is_lost()
      throws Exception {
    NatsServer leader = leader();
    NatsServer second =
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

  private NatsServer leader() throws Exception {
    Connection plain = Nats.connect("nats://" + cluster.nodes().get(0).address());
    try {
      String name = plain.jetStreamManagement().getStreamInfo(STREAM).getClusterInfo().getLeader();
      return cluster.nodes().get(Integer.parseInt(name.substring(1)));
    } finally {
      plain.close();
    }
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("%s; received %s", what, received).isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }
}
