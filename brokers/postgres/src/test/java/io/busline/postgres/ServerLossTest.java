package io.busline.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.logs.MayWarn;
import io.busline.servers.Await;
import io.busline.servers.PostgresServer;
import io.busline.servers.Release;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that is down, restarted or out of reach; the kit's faults say what comes of events. */
@Tag("slow")
@MayWarn
class ServerLossTest {
  private static PostgresServer server;

  @BeforeAll
  static void start() {
    server = PostgresServer.start(Release.CURRENT);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static String health(EventBus bus) {
    return bus.health().toString();
  }

  private static void await(EventBus bus, Health.Status status) {
    Await.until("health is " + status, () -> bus.health().status() == status, () -> health(bus));
  }

  @Test
  void a_server_that_is_down_at_the_start_is_named_and_the_next_start_works() {
    Place place = new Place(server);
    server.stop();

    assertThatThrownBy(() -> Place.open(place.url()))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(
            "the server cannot be reached, or has closed the connection. Start it");

    server.restart();
    Place.open(place.url());
  }

  @Test
  void who_is_at_rest_finds_a_restarted_server_by_itself() {
    Place place = new Place(server);
    try (EventBus bus = EventBus.connect(place.url())) {
      Orders orders = new Orders().handledBy(bus, "billing");
      bus.publish(Orders.order(1));
      orders.await(1);

      server.stop();
      await(bus, Health.Status.DOWN);
      assertThat(health(bus)).contains("the server cannot be reached");
      server.restart();

      await(bus, Health.Status.UP);
      bus.publish(Orders.order(2));
      orders.await(2);
      assertThat(orders.handled).containsExactly(1, 2);
    }
  }

  @Test
  void a_publish_while_the_server_is_down_fails_at_once_and_surely() {
    Place place = new Place(server);
    try (EventBus bus = EventBus.connect(place.url())) {
      bus.publish(Orders.order(1));
      server.kill();

      CompletableFuture<?> late = bus.publishAsync(Orders.order(2));
      assertThat(late).failsWithin(Duration.ofSeconds(10));
      server.restart();
      bus.publish(Orders.order(3));
    }
    assertThat(place.number("SELECT count(*) FROM event WHERE id = 'e2'")).isZero();
  }

  @Test
  void a_line_that_swallows_everything_is_noticed_and_replaced() {
    Place place = new Place(server);
    try (TcpProxy proxy = TcpProxy.to(server.port());
        EventBus bus =
            EventBus.connect(
                "postgres://postgres@%s/postgres?schema=%s&lease=1s"
                    .formatted(proxy.address(), place.schema()))) {
      Orders orders = new Orders().handledBy(bus, "billing");
      bus.publish(Orders.order(1));
      orders.await(1);

      proxy.mode(Mode.SWALLOW);
      await(bus, Health.Status.DOWN);
      proxy.mode(Mode.PASS);

      await(bus, Health.Status.UP);
      publish(bus, 2);
      orders.await(2);
    }
  }

  private static void publish(EventBus bus, int number) {
    Await.until(
        "order " + number + " is stored",
        () -> {
          try {
            bus.publish(Orders.order(number));
            return true;
          } catch (EventBusException e) {
            return false;
          }
        },
        () -> health(bus));
  }
}
