package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.ReleaseSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken away on the server comes back by itself, and nothing falls silent. */
@Tag("slow")
@ParameterizedClass
@ReleaseSource
@ExtendWith(SharedServer.class)
@MayWarn
class RecoveryTest {
  @Parameter Release release;
  private RabbitServer server;
  private Shop shop;

  @BeforeEach
  void open(RabbitServer shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  @Test
  void nothing_confirmed_is_lost_when_the_server_is_killed_while_nobody_reads() {
    shop.subscribe("a", "order.created").close();
    EventBus publisher = shop.bus();
    List<Event<byte[]>> events = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      events.add(shop.event("order.created", "key" + i, "e" + i));
    }
    Queues.secure(server);
    assertThat(publisher.publishAll(events)).allMatch(outcome -> outcome.isStored());

    server.kill();
    server.restart();

    shop.subscribe("a", "order.created");
    shop.await("all arrive", () -> shop.received.size() >= 1_000);
    assertThat(shop.received)
        .containsExactlyInAnyOrderElementsOf(events.stream().map(Shop::text).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void what_somebody_deletes_is_made_again(int partitions) {
    EventBus bus = shop.subscribe("a", "order.created", "partitions=" + partitions);
    bus.publish(shop.event("order.created", "k", "1"));
    shop.awaitReceived("1");

    Layout layout = new Layout(shop.name, partitions);
    for (int round = 1; round <= 5; round++) {
      for (String queue : layout.queues(shop.group("a"))) {
        shop.ask(channel -> channel.queueDelete(queue));
      }
      publishUntilReceived(bus, "2 in round " + round);
    }

    shop.ask(channel -> channel.queueDelete(layout.members(shop.group("a"))));
    if (layout.isPartitioned()) {
      shop.ask(channel -> channel.exchangeDelete(layout.group(shop.group("a"))));
    }
    publishUntilReceived(bus, "3");

    shop.ask(channel -> channel.exchangeDelete(layout.exchange()));
    publishUntilReceived(bus, "4");
    shop.await("all is well", () -> bus.health().status() == Health.Status.UP);
  }

  /** What is published before the queues are there again is kept by nobody. */
  private void publishUntilReceived(EventBus bus, String text) {
    shop.await(
        text + " arrives",
        () -> {
          bus.publishAll(List.of(shop.event("order.created", "k", text)));
          return shop.received.contains(text);
        });
  }

  @Test
  void connections_that_the_server_closes_are_made_again() {
    EventBus bus = shop.subscribe("a", "order.created");
    bus.publish(shop.event("order.created", "k", "1"));
    shop.awaitReceived("1");

    server.control("close_all_connections", "maintenance");

    shop.publishUntilStored(bus, "order.created", "2");
    shop.awaitReceived("2");
    shop.await("all is well", () -> bus.health().status() == Health.Status.UP);
  }

  @Test
  void a_server_that_is_short_of_disk_or_memory_holds_events_up_and_says_so() {
    EventBus bus = shop.subscribe("a", "order.created");
    bus.publish(shop.event("order.created", "k", "1"));
    shop.awaitReceived("1");

    server.control("set_disk_free_limit", "100000GB");
    assertHeldUp(bus, "2", () -> server.control("set_disk_free_limit", "50MB"));
    server.control("set_vm_memory_high_watermark", "absolute", "1");
    assertHeldUp(bus, "3", () -> server.control("set_vm_memory_high_watermark", "0.6"));
  }

  private void assertHeldUp(EventBus bus, String text, Runnable free) {
    var held = bus.publishAsync(shop.event("order.created", "k", text));
    shop.await("it is told", () -> bus.health().toString().contains("takes no events for now"));
    assertThat(shop.received).doesNotContain(text);

    free.run();

    shop.awaitReceived(text);
    shop.await("it is confirmed, or nobody knows", held::isDone);
    shop.await("all is well", () -> bus.health().status() == Health.Status.UP);
  }
}
