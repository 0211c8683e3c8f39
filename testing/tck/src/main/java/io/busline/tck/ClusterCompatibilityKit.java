package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.event.Event;
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

/**
 * What must hold on three servers of which some are lost, where everything has three replicas.
 * Subclass it once for a broker that has clusters, and start the cluster with it: each test has an
 * instance of its own.
 */
public abstract class ClusterCompatibilityKit {

  /** The type of what is published; its topic is {@code order}. */
  protected static final String TYPE = "order.created";

  /** The group that reads it. */
  protected static final String GROUP = "shipping";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> stored = new ArrayList<>();

  /** The one that publishes, and the one that subscribes. */
  private final List<EventBus> buses = new ArrayList<>();

  private int last;

  /** For subclasses. */
  protected ClusterCompatibilityKit() {}

  /**
   * One of the servers.
   *
   * @param kill ends it at once; blocks until it has ended
   * @param restart starts it again with its data; blocks until it answers
   */
  public record Node(Runnable kill, Runnable restart) {}

  /**
   * Connects to the cluster, with replicas on all three servers.
   *
   * @return a bus of its own, which the kit closes, that gives a publish 2 s
   */
  protected abstract EventBus connect();

  /**
   * Finds the server that leads what holds the events.
   *
   * @return that one first, and then the others
   */
  protected abstract List<Node> leaderFirst();

  /** Ends the cluster. */
  protected abstract void stop();

  @BeforeEach
  void open() {
    await("the cluster has leaders", this::isReady);
    for (int i = 0; i < 10; i++) {
      publishUntilStored();
    }
  }

  /** It elects them for some moments after its servers answer. */
  private boolean isReady() {
    EventBus subscriber = connect();
    buses.addAll(List.of(connect(), subscriber));
    try {
      subscriber
          .subscription(GROUP)
          .on(TYPE, byte[].class, event -> received.add(text(event)))
          .subscribe();
      return true;
    } catch (BrokerException e) {
      closeBuses();
      return false;
    }
  }

  @AfterEach
  void close() {
    closeBuses();
    stop();
  }

  private void closeBuses() {
    buses.forEach(EventBus::close);
    buses.clear();
  }

  @Test
  void events_go_on_when_their_leader_is_killed() {
    Node leader = leaderFirst().get(0);

    leader.kill().run();

    for (int i = 0; i < 10; i++) {
      publishUntilStored();
    }
    awaitEverything();
    leader.restart().run();
    publishUntilStored();
    awaitEverything();
  }

  @Test
  void without_a_majority_nothing_is_confirmed_and_nothing_confirmed_before_is_lost() {
    List<Node> nodes = leaderFirst();
    Node leader = nodes.get(0);
    Node second = nodes.get(1);

    second.kill().run();
    leader.kill().run();

    for (int i = 0; i < 3; i++) {
      assertThat(publish(next())).as("confirmed by one of three").isFalse();
    }
    leader.restart().run();
    second.restart().run();
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

  private static String text(Event<byte[]> event) {
    return new String(event.data(), StandardCharsets.UTF_8);
  }

  private boolean publish(Event<byte[]> event) {
    return buses.get(0).publishAll(List.of(event)).get(0).isStored();
  }

  /** All that is stored is handled, each in its order; what nobody could tell of may be there. */
  private void awaitEverything() {
    await("everything stored is handled", () -> received.containsAll(stored));
    assertThat(received.stream().distinct().filter(stored::contains))
        .containsExactlyElementsOf(stored);
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
