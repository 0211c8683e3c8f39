package io.busline.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.logs.MayWarn;
import io.busline.servers.Await;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that an administrator puts back to an older copy. */
@MayWarn
class RestorationTest {
  private static final List<String> LOG = List.of("topic", "event");

  private static final List<String> EVERYTHING = List.of("topic", "event", "registry");

  private final Place place = new Place(SharedServer.postgres(Release.CURRENT));

  private void copy(List<String> tables) {
    tables.forEach(table -> place.execute("CREATE TABLE copy_%1$s AS TABLE %1$s".formatted(table)));
  }

  /** In one transaction, after which nobody's connection is left. */
  private void restore(List<String> tables) {
    StringBuilder sql = new StringBuilder("BEGIN; ");
    for (String table : tables) {
      String values = table.equals("topic") ? " OVERRIDING SYSTEM VALUE" : "";
      sql.append(
          "DELETE FROM %1$s; INSERT INTO %1$s%2$s SELECT * FROM copy_%1$s; "
              .formatted(table, values));
    }
    place.execute(sql + "COMMIT");
    place.endSessions();
  }

  @ParameterizedTest(name = "the groups too: {0}")
  @ValueSource(booleans = {false, true})
  void what_is_published_after_a_restore_is_handled_though_positions_were_given_before(
      boolean groupsToo) {
    List<String> tables = groupsToo ? EVERYTHING : LOG;
    try (EventBus bus = EventBus.connect(place.url("lease=1s"))) {
      Orders orders = new Orders().handledBy(bus, "billing");
      bus.publishAll(Orders.orders(0, 50));
      orders.await(50);
      copy(tables);
      bus.publishAll(Orders.orders(50, 100));
      orders.await(100);

      restore(tables);
      try (EventBus shop = EventBus.connect(place.url())) {
        shop.publishAll(Orders.orders(100, 130));
      }

      orders.await(130);
      bus.publishAll(Orders.orders(130, 145));
      orders.await(145);
      assertThat(place.number("SELECT max(last_seq) FROM topic")).isEqualTo(95);
    }
  }

  @ParameterizedTest(name = "the groups too: {0}")
  @ValueSource(booleans = {false, true})
  void a_group_that_was_away_meanwhile_handles_what_is_new(boolean groupsToo) {
    List<String> tables = groupsToo ? EVERYTHING : LOG;
    Orders orders = new Orders();
    try (EventBus bus = EventBus.connect(place.url("lease=1s"))) {
      orders.handledBy(bus, "billing");
      bus.publishAll(Orders.orders(0, 50));
      orders.await(50);
      copy(tables);
      bus.publishAll(Orders.orders(50, 100));
      orders.await(100);
    }

    restore(tables);
    try (EventBus bus = EventBus.connect(place.url("lease=1s"))) {
      bus.publishAll(Orders.orders(100, 130));
      orders.handledBy(bus, "billing");

      Await.until(
          "everything new is handled",
          () -> orders.handled.stream().filter(number -> number >= 100).distinct().count() == 30,
          () -> orders.handled);
    }
  }
}
