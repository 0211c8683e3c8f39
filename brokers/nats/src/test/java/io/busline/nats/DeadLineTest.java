package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.PublishOutcome;
import io.busline.event.Event;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connection that is open on both ends, and dead. */
@Tag("slow")
class DeadLineTest {
  private static final String TYPE = "order.created";

  /** Two pings that nobody answers, ten seconds apart, and some grace. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(30);

  private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(30);

  private final List<String> received = new CopyOnWriteArrayList<>();

  /** Both schemes at once, for noticing takes its time. */
  @Test
  void it_is_noticed_told_and_replaced_and_what_was_published_meanwhile_is_unknown() {
    try (NatsServer server = NatsServer.start(Release.CURRENT);
        TcpProxy proxy = TcpProxy.to(server.port());
        EventBus core = connect("nats", proxy);
        EventBus stream = connect("jetstream", proxy)) {
      List<EventBus> buses = List.of(core, stream);
      buses.forEach(bus -> assertThat(publish(bus, "before")).isTrue());
      await(RECOVERED_WITHIN, () -> bothReceived("before"));

      proxy.mode(Mode.SWALLOW);

      for (EventBus bus : buses) {
        assertThat(bus.publishAll(List.of(event("meanwhile"))))
            .singleElement()
            .isInstanceOf(PublishOutcome.Unknown.class);
      }
      await(NOTICED_WITHIN, () -> buses.stream().noneMatch(DeadLineTest::isUp));
      proxy.mode(Mode.PASS);
      await(RECOVERED_WITHIN, () -> buses.stream().allMatch(DeadLineTest::isUp));
      buses.forEach(bus -> assertThat(publish(bus, "after")).isTrue());
      await(RECOVERED_WITHIN, () -> bothReceived("after"));
    }
  }

  private EventBus connect(String scheme, TcpProxy proxy) {
    EventBus bus =
        EventBus.builder(scheme + "://" + proxy.address())
            .service("shop")
            .publishTimeout(Duration.ofSeconds(1))
            .connect();
    bus.subscription("billing-" + scheme)
        .on(TYPE, byte[].class, event -> received.add(scheme + " " + Shop.text(event)))
        .discardFailed()
        .subscribe();
    return bus;
  }

  /** At least once each: both write to the same subject, so each may also see the other's. */
  private boolean bothReceived(String text) {
    return received.containsAll(List.of("nats " + text, "jetstream " + text));
  }

  private static boolean isUp(EventBus bus) {
    return bus.health().status() == Health.Status.UP;
  }

  private static boolean publish(EventBus bus, String text) {
    return bus.publishAll(List.of(event(text))).get(0).isStored();
  }

  private static Event<byte[]> event(String text) {
    return Event.builder(TYPE, text.getBytes(StandardCharsets.UTF_8))
        .id(text)
        .source("shop")
        .build();
  }

  private static void await(Duration within, BooleanSupplier condition) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).isNegative();
      LockSupport.parkNanos(10_000_000);
    }
  }
}
