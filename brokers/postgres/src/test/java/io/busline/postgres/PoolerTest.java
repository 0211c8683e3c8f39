package io.busline.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.ConfigurationException;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.servers.Await;
import io.busline.servers.PgbouncerServer;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pooler between that gives a connection to each transaction. */
@Tag("slow")
@MayWarn
class PoolerTest {
  private final Place place = new Place(SharedServer.postgres(Release.CURRENT));
  private final PgbouncerServer pooler = PgbouncerServer.before(place.server());

  @AfterEach
  void end() {
    pooler.close();
  }

  private String pooled(String options) {
    return new Place(pooler, place.schema()).url() + options;
  }

  @Test
  void without_the_option_a_bus_says_that_there_is_a_pooler() {
    assertThatThrownBy(() -> Place.open(pooled("")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "there is a pooler between, which takes no settings of a session. Add pooled=true");
  }

  @Test
  void two_instances_share_what_is_published_and_bury_what_fails() {
    String url = pooled("&pooled=true&lease=2s");
    Orders orders = new Orders();
    try (EventBus bus = EventBus.connect(url);
        EventBus other = EventBus.connect(url)) {
      for (EventBus each : List.of(bus, other)) {
        each.subscription("billing")
            .on(
                "order.created",
                byte[].class,
                event -> {
                  if (Orders.number(event) == 13) {
                    throw new IllegalStateException("poison");
                  }
                  orders.handled.add(Orders.number(event));
                })
            .retry(RetryPolicy.none())
            .subscribe();
      }
      for (int from = 0; from < 500; from += 50) {
        bus.publishAll(Orders.orders(from, from + 50));
      }

      orders.await(499);
      Await.until(
          "the poisoned order is a dead letter",
          () -> other.deadLetters().list(DeadLetterQuery.all(), 10).size() == 1,
          () -> orders.handled.size());
      assertThat(orders.handled).doesNotHaveDuplicates();
      assertThat(bus.health().problems()).isEmpty();
    }
  }

  @Test
  void what_a_handler_publishes_is_stored_with_its_acknowledgement() {
    List<String> invoices = new CopyOnWriteArrayList<>();
    try (EventBus bus = EventBus.connect(pooled("&pooled=true"))) {
      bus.broadcast()
          .on("invoice.sent", byte[].class, event -> invoices.add(event.key().orElseThrow()))
          .subscribe();
      bus.subscription("billing")
          .onTransaction(
              "order.created",
              byte[].class,
              (event, outputs) ->
                  outputs.publish(Event.builder("invoice.sent", new byte[0]).key(event.id())))
          .subscribe();

      bus.publishAll(Orders.orders(0, 20));

      Await.until("all have an invoice", () -> invoices.size() == 20, () -> invoices);
    }
  }

  @Test
  void an_event_is_noticed_without_a_notification() {
    try (EventBus bus = EventBus.connect(pooled("&pooled=true"));
        EventBus shop = EventBus.connect(place.url())) {
      Orders orders = new Orders().handledBy(bus, "billing");

      shop.publish(Orders.order(1));
      orders.awaitOrder(1);
    }
  }
}
