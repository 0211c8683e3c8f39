package io.busline.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.logs.MayWarn;
import io.busline.servers.KafkaServer;
import io.busline.servers.NatsServer;
import io.busline.servers.PostgresServer;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.shop.orders.OrdersApplication;
import io.busline.shop.shipping.ShippingApplication;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Both services, killed while a customer orders; then database, events and metrics are compared.
 */
@MayWarn("")
@Timeout(900)
@Tag("slow")
class ShopTest {
  private static final int ORDERS = 120;
  private static final int LATER = 20;
  private static final String CONSUMED =
      "/actuator/metrics/messaging.client.consumed.messages?tag=busline.subscription:";

  @TempDir Path folder;

  @Test
  void on_files_every_order_is_shipped_once() throws Exception {
    survives("sqlite:" + folder.resolve("shop.db"), file("orders"), file("shipping"));
  }

  @Test
  void on_jetstream_and_postgresql_every_order_is_shipped_once() throws Exception {
    try (NatsServer nats = NatsServer.start(Release.CURRENT);
        PostgresServer postgres = PostgresServer.start(Release.CURRENT)) {
      survives("jetstream://" + nats.address(), database(postgres), database(postgres));
    }
  }

  @Test
  void on_rabbitmq_and_postgresql_every_order_is_shipped_once() throws Exception {
    try (RabbitServer rabbit = RabbitServer.start(Release.CURRENT);
        PostgresServer postgres = PostgresServer.start(Release.CURRENT)) {
      survives("amqp://guest:guest@" + rabbit.address(), database(postgres), database(postgres));
    }
  }

  @Test
  void on_kafka_and_postgresql_every_order_is_shipped_once() throws Exception {
    try (KafkaServer kafka = KafkaServer.start(Release.CURRENT);
        PostgresServer postgres = PostgresServer.start(Release.CURRENT)) {
      survives("kafka://" + kafka.address(), database(postgres), database(postgres));
    }
  }

  @Test
  void on_postgresql_alone_every_order_is_shipped_once() throws Exception {
    try (PostgresServer postgres = PostgresServer.start(Release.CURRENT)) {
      survives(
          "postgres://postgres@" + postgres.address() + "/postgres",
          database(postgres),
          database(postgres));
    }
  }

  /**
   * By default H2 writes half a second after the commit, and forgets that much when it is killed.
   */
  private String file(String name) {
    return "jdbc:h2:file:" + folder.resolve(name) + ";WRITE_DELAY=0";
  }

  private static String database(PostgresServer server) {
    return "jdbc:postgresql://%s/postgres?user=postgres".formatted(server.address());
  }

  private void survives(String url, String ordersDatabase, String shippingDatabase)
      throws Exception {
    try (Watcher watcher = new Watcher(url);
        Service shipping = start(ShippingApplication.class, url, shippingDatabase);
        Service orders = start(OrdersApplication.class, url, ordersDatabase)) {
      try (Customer customer = Customer.start(orders, ORDERS)) {
        Eventually.until(
            "some orders are placed", () -> customer.placed() >= ORDERS / 6, customer::placed);
        shipping.kill();
        Eventually.until(
            "more are placed", () -> customer.placed() >= ORDERS / 3, customer::placed);
        shipping.startAgain();
        Eventually.until(
            "half are placed", () -> customer.placed() >= ORDERS / 2, customer::placed);
        orders.kill();
        orders.startAgain();
        shipping.kill();
        shipping.startAgain();
        Eventually.until("all are placed", () -> customer.placed() == ORDERS, customer::placed);
      }
      awaitShipped(orders, ORDERS);

      int before = consumed(shipping);
      for (int i = 0; i < LATER; i++) {
        assertThat(Customer.place(orders, "later-" + i)).isTrue();
      }
      awaitShipped(orders, ORDERS + LATER);
      assertThat(consumed(shipping) - before).isEqualTo(LATER);

      int all = ORDERS + LATER;
      assertThat(shipments(shipping)).hasSize(all).allSatisfy((id, count) -> once(count));
      assertThat(confirmations(orders)).hasSize(all).allSatisfy((id, count) -> once(count));
      Eventually.until(
          "all events are seen", () -> watcher.shipped().size() == all, watcher::shipped);
      assertThat(watcher.placed()).hasSize(all).allSatisfy((id, count) -> once(count));
      assertThat(watcher.shipped()).allSatisfy((id, count) -> once(count));
      assertThat(orders.get("/actuator/busline/orders.shipment.sent").get("letters")).isEmpty();
      assertThat(shipping.get("/actuator/busline/shipping.order.placed").get("letters")).isEmpty();
    }
  }

  private Service start(Class<?> application, String url, String database) throws Exception {
    return Service.start(
        application, folder, "--busline.url=" + url, "--spring.datasource.url=" + database);
  }

  private static void awaitShipped(Service orders, int count) {
    Eventually.until(
        count + " orders are shipped",
        () -> confirmations(orders).values().stream().filter(times -> times > 0).count() == count,
        () -> confirmations(orders));
  }

  private static void once(int count) {
    assertThat(count).isEqualTo(1);
  }

  private static Map<String, Integer> confirmations(Service orders) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode order : orders.get("/orders")) {
      counts.put(order.get("id").asString(), order.get("shipments").asInt());
    }
    return counts;
  }

  private static Map<String, Integer> shipments(Service shipping) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode shipment : shipping.get("/shipments")) {
      counts.merge(shipment.get("orderId").asString(), 1, Integer::sum);
    }
    return counts;
  }

  /** A meter exists from its first event on. */
  private static int consumed(Service shipping) {
    JsonNode measurements = shipping.get(CONSUMED + "shipping.order.placed").get("measurements");
    return measurements == null ? 0 : measurements.get(0).get("value").asInt();
  }
}
