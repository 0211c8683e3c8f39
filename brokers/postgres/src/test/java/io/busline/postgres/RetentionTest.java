package io.busline.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.servers.Await;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import org.junit.jupiter.api.Test;

/** What is old and handled goes, by the server's clock, and nothing else. */
class RetentionTest {
  private final Place place = new Place(SharedServer.postgres(Release.CURRENT));

  private EventBus tending() {
    return EventBus.connect(place.url("retention=10s"));
  }

  /** Makes everything that is stored older than the retention. */
  private void age() {
    place.execute("UPDATE event SET stored_at = stored_at - interval '1 minute'");
  }

  private long stored() {
    return place.number("SELECT count(*) FROM event");
  }

  private void awaitStored(long count) {
    Await.until(count + " events are left", () -> stored() == count, this::stored);
  }

  @Test
  void old_events_go_and_young_ones_stay() {
    try (EventBus bus = tending()) {
      bus.publishAll(Orders.orders(0, 2_500));
      age();
      bus.publishAll(Orders.orders(2_500, 2_510));

      awaitStored(10);
      assertThat(bus.publish(Orders.order(5)).isDuplicate())
          .as("remembered only as long as the first is kept")
          .isFalse();
      assertThat(bus.publish(Orders.order(2_505)).isDuplicate()).isTrue();
    }
  }

  @Test
  void positions_of_what_is_gone_are_never_given_again() {
    try (EventBus bus = tending()) {
      bus.publishAll(Orders.orders(0, 10));
      age();
      awaitStored(0);

      assertThat(bus.publish(Orders.order(10)).position()).hasValue("11");
    }
  }

  @Test
  void what_a_live_group_has_not_handled_stays() {
    try (EventBus bus = tending()) {
      Orders orders = new Orders().handledBy(bus, "billing");
      bus.publishAll(Orders.orders(0, 10));
      orders.await(10);
      bus.subscriptions().forEach(subscription -> subscription.close());
      bus.publishAll(Orders.orders(10, 15));
      bus.publish("payment.made", new byte[0]);
      age();

      awaitStored(5);
      orders.handledBy(bus, "billing").await(15);
    }
  }

  @Test
  void a_group_that_is_away_for_longer_than_the_retention_protects_nothing() {
    try (EventBus bus = EventBus.connect(place.url())) {
      new Orders().handledBy(bus, "billing");
    }
    try (EventBus bus = tending()) {
      bus.publishAll(Orders.orders(0, 10));
      place.execute("UPDATE registry SET written_at = written_at - interval '1 minute'");
      age();

      awaitStored(0);
    }
  }
}
