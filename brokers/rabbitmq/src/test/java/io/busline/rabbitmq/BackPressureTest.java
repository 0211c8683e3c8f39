package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.servers.RabbitServer;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A server that takes nothing, or confirms nothing, while a program goes on to publish. Callers are
 * answered that nobody knows, and no more memory is taken for that.
 */
@ExtendWith(SharedServer.class)
@MayWarn
class BackPressureTest {
  private static final int EVENT_BYTES = 64 << 10;
  private static final int IN_FLIGHT_BYTES = 8 << 20;

  /** So many are published that keeping half of them is noticed, and the JVM has room for all. */
  private static final int EVENTS = 3_000;

  private static final long MOST_KEPT_BYTES = 64 << 20;

  private RabbitServer server;
  private Shop shop;

  @BeforeEach
  void open(RabbitServer shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  private EventBus bus(String address) {
    return EventBus.builder("amqp://guest:guest@%s?exchange=%s".formatted(address, shop.name))
        .service(shop.name)
        .publishTimeout(Duration.ofMillis(50))
        .maxInFlight(10_000, IN_FLIGHT_BYTES)
        .connect();
  }

  @Test
  void a_server_with_an_alarm_costs_no_more_than_what_may_be_in_flight() {
    shop.subscribe("a", "order.created");
    try (EventBus bus = bus(server.address())) {
      awaitConfirmation(bus);
      server.control("set_vm_memory_high_watermark", "absolute", "1");
      try {
        assertBounded(bus);
      } finally {
        server.control("set_vm_memory_high_watermark", "0.6");
      }
      awaitOrder(bus);
    }
    // What was written before the server said so cannot be taken back.
    assertThat(shop.received.size()).isLessThan(EVENTS / 4);
  }

  @Test
  void a_server_that_stands_still_costs_no_more_than_what_may_be_in_flight() {
    shop.subscribe("a", "order.created");
    try (EventBus bus = bus(server.address())) {
      awaitConfirmation(bus);
      server.pause();
      try {
        assertBounded(bus);
      } finally {
        server.resume();
      }
      awaitOrder(bus);
    }
    assertThat(shop.received.size()).isLessThan(EVENTS / 4);
  }

  @Test
  void a_server_that_takes_everything_and_confirms_nothing_costs_no_more_either() {
    try (TcpProxy proxy = TcpProxy.to(server.port());
        EventBus bus = bus(proxy.address())) {
      awaitConfirmation(bus);
      proxy.mode(Mode.SWALLOW_ANSWERS);
      assertBounded(bus);
    }
  }

  private PublishOutcome publish(EventBus bus, String text) {
    return bus.publishAll(List.of(shop.event("order.created", "k", text))).get(0);
  }

  /** The first publishes may take longer than this bus waits. */
  private void awaitConfirmation(EventBus bus) {
    shop.await("it confirms", () -> publish(bus, "before").isStored());
  }

  private void awaitOrder(EventBus bus) {
    shop.await("it goes on", () -> publish(bus, "after").isStored());
    shop.awaitReceived("after");
  }

  /** Publishes more than a program should keep, and waits until all is answered. */
  private void assertBounded(EventBus bus) {
    long before = usedBytes();
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      Event<byte[]> event =
          Event.builder(shop.type("order.created"), new byte[EVENT_BYTES])
              .id("late" + i)
              .source("shop")
              .build();
      answers.add(bus.publishAsync(event).thenApply(receipt -> null));
    }
    shop.await("all are answered", () -> answers.stream().allMatch(CompletableFuture::isDone));
    assertThat(usedBytes() - before).isLessThan(MOST_KEPT_BYTES);
    assertThat(answers).filteredOn(CompletableFuture::isCompletedExceptionally).isNotEmpty();
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
