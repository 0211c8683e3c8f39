package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.event.Event;
import io.busline.logs.Logged;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server takes back what an instance holds for longer than {@code consumer_timeout}. */
@ExtendWith(SharedServer.class)
@MayWarn
class ConsumerTimeoutTest {
  private static final int EVENTS = 40;

  /** A queue's own, so that the test need not wait for the server's half an hour. */
  private static final Map<String, Object> ARGUMENTS =
      Map.of(
          "x-queue-type",
          "quorum",
          "x-single-active-consumer",
          true,
          "x-delivery-limit",
          -1,
          "x-consumer-timeout",
          3_000);

  @Test
  @Warns(value = "the server has taken back", orMore = true)
  void what_comes_twice_is_told_and_fewer_are_asked_for_from_then_on(Shop shop) {
    shop.subscribe("a", "order.created").close();
    String queue = new Layout(shop.name, 1).queue(shop.group("a"), 0);
    shop.ask(channel -> channel.queueDelete(queue));
    shop.ask(channel -> channel.queueDeclare(queue, true, false, false, ARGUMENTS));
    shop.ask(channel -> channel.queueBind(queue, shop.name, shop.type("order.created")));
    CountDownLatch told = new CountDownLatch(1);
    List<Event<byte[]>> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(shop.event("order.created", "k", "e" + i));
    }

    try (Logged logged = new Logged();
        EventBus bus =
            shop.subscribe(
                "a",
                "order.created",
                event -> {
                  told.await();
                  shop.received.add(Shop.text(event));
                },
                "topology=none")) {
      assertThat(bus.publishAll(events)).allMatch(PublishOutcome::isStored);
      shop.await(
          "it is told",
          () ->
              logged.text().contains("has taken back 40 events of queue " + queue)
                  && logged.text().contains("consumer_timeout"));
      assertThat(logged.text()).contains("handled twice").contains("From now on 1 are asked for");
      told.countDown();

      shop.await(
          "all arrive", () -> shop.received.containsAll(events.stream().map(Shop::text).toList()));
      // One key, so that one event at a time is in work.
      assertThat(shop.received.size()).isLessThanOrEqualTo(EVENTS + 1);
    }
  }
}
