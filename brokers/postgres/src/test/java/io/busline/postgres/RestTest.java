package io.busline.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.servers.Await;
import io.busline.servers.PostgresServer;
import io.busline.servers.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What instances cost the server that have nothing to do, and how soon they have. */
@Tag("slow")
class RestTest {

  /** What a watch asks. */
  private static final String LOOKS =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'busline'"
          + " AND query LIKE '%b.generation, NULL::bytea%'";

  /** All but what begins and ends transactions, by all instances. */
  private static final String QUESTIONS =
      "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements"
          + " WHERE query NOT SIMILAR TO '(BEGIN|COMMIT|LISTEN)%' AND query NOT LIKE '%pg_stat%'";

  private static final String STATEMENTS =
      "SELECT string_agg(calls || ' × ' || query, E'\n' ORDER BY calls DESC) FROM pg_stat_statements";

  private static PostgresServer server;

  private final Place place = new Place(server);

  @BeforeAll
  static void start() {
    server = PostgresServer.start(Release.CURRENT, "shared_preload_libraries=pg_stat_statements");
    new Place(server, "public").execute("CREATE EXTENSION pg_stat_statements");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  /** Every watch has been silent for a while, so that it waits to be notified. */
  private void awaitRest(int instances) {
    Await.until(
        "all is quiet",
        () ->
            place.number(LOOKS) == instances
                && place.number(LOOKS + " AND state_change > clock_timestamp() - interval '200 ms'")
                    == 0,
        () -> place.number(LOOKS) + " watches");
  }

  @Test
  void two_instances_at_rest_ask_less_than_a_question_a_second_each() {
    Place open = new Place(server, "public");
    try (EventBus bus = EventBus.connect(place.url());
        EventBus other = EventBus.connect(place.url())) {
      Orders orders = new Orders().handledBy(bus, "billing").handledBy(other, "billing");
      bus.publish(Orders.order(1));
      orders.await(1);
      awaitRest(2);

      open.execute("SELECT pg_stat_statements_reset()");
      long start = System.nanoTime();
      Await.until(
          "half a minute has passed",
          () -> System.nanoTime() - start > Duration.ofSeconds(30).toNanos(),
          () -> "less");
      double seconds = (System.nanoTime() - start) / 1e9;

      assertThat(open.number(QUESTIONS) / seconds / 2)
          .as("questions a second of an instance in %.0f s: %s", seconds, open.text(STATEMENTS))
          .isLessThan(1.0);
    }
  }

  @Test
  void an_instance_at_rest_has_an_event_of_another_within_20_ms() {
    try (EventBus shop = EventBus.connect(place.url());
        EventBus bus = EventBus.connect(place.url())) {
      List<Long> handledAt = new ArrayList<>();
      bus.subscription("billing")
          .on(
              "order.created",
              byte[].class,
              event -> {
                synchronized (handledAt) {
                  handledAt.add(System.nanoTime());
                }
              })
          .subscribe();
      List<Double> delays = new ArrayList<>();
      for (int i = 0; i < 21; i++) {
        awaitRest(1);
        int number = i;
        long published = System.nanoTime();
        shop.publish(Orders.order(i));
        Await.until("the order is handled", () -> size(handledAt) > number, () -> number);
        synchronized (handledAt) {
          delays.add((handledAt.get(i) - published) / 1e6);
        }
      }

      delays.sort(null);
      System.getLogger("latency")
          .log(
              System.Logger.Level.INFO,
              "median {0} ms, 90% {1} ms",
              delays.get(10),
              delays.get(18));
      assertThat(delays.get(10)).as("median in milliseconds of " + delays).isLessThan(20.0);
    }
  }

  private static int size(List<Long> list) {
    synchronized (list) {
      return list.size();
    }
  }
}
