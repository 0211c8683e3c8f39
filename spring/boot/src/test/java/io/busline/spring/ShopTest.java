package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.logs.Warns;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A whole application, over HTTP. */
class ShopTest {
  @TempDir Path folder;

  @RestController
  static class Orders {
    private final EventBus bus;

    Orders(EventBus bus) {
      this.bus = bus;
    }

    @PostMapping("/orders/{id}")
    String order(@PathVariable("id") String id) {
      return bus.publish(new OrderCreated(id, 1)).toString();
    }
  }

  static class Shipping {
    final BlockingQueue<String> shipped = new LinkedBlockingQueue<>();
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);

    @Subscribe(attempts = 1)
    void ship(OrderCreated order) throws InterruptedException {
      if (order.orderId().equals("bad")) {
        throw new IllegalStateException("no such address");
      }
      if (order.orderId().equals("slow")) {
        begun.countDown();
        go.await();
      }
      shipped.add(order.orderId());
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
  static class Shop {
    @Bean
    Orders orders(EventBus bus) {
      return new Orders(bus);
    }

    @Bean
    Shipping shipping() {
      return new Shipping();
    }
  }

  private ConfigurableApplicationContext start(String... more) {
    List<String> arguments =
        Stream.concat(
                Stream.of(
                    "--server.port=0",
                    "--server.address=127.0.0.1",
                    "--spring.main.banner-mode=off",
                    "--spring.application.name=shop",
                    "--management.endpoints.web.exposure.include=health,busline",
                    "--management.endpoint.health.show-details=always",
                    "--busline.url=sqlite:" + folder.resolve("shop.db")),
                Stream.of(more))
            .toList();
    return SpringApplication.run(Shop.class, arguments.toArray(String[]::new));
  }

  @Test
  @Warns("no such address")
  void an_order_comes_in_by_http_and_is_shipped_and_operated_by_the_actuator() throws Exception {
    try (ConfigurableApplicationContext shop = start("--busline.actuator.write=true")) {
      Shipping shipping = shop.getBean(Shipping.class);
      assertThat(post(shop, "/orders/o-1", "").statusCode()).isEqualTo(200);
      assertThat(shipping.shipped.poll(60, TimeUnit.SECONDS)).isEqualTo("o-1");

      assertThat(get(shop, "/actuator/health").body())
          .contains("\"shop.order.created\":\"RUNNING\"");
      assertThat(get(shop, "/actuator/health").body()).doesNotContain("buslineReadiness");
      assertThat(get(shop, "/actuator/health/readiness").body()).contains("UP");
      assertThat(get(shop, "/actuator/busline").body())
          .contains("\"status\":\"UP\"", "\"group\":\"shop.order.created\"", "\"lag\":");

      post(shop, "/orders/bad", "");
      String letters = "/actuator/busline/shop.order.created";
      Contexts.await(() -> get(shop, letters).body().contains("no such address"));
      assertThat(get(shop, letters).body()).doesNotContain("orderId");

      assertThat(post(shop, letters, "{\"action\":\"pause\"}").body()).contains("\"count\":1");
      assertThat(get(shop, "/actuator/health").body()).contains("\"PAUSED\"", "\"status\":\"UP\"");
      assertThat(post(shop, letters, "{\"action\":\"resume\"}").statusCode()).isEqualTo(200);
      assertThat(post(shop, "/actuator/busline/other", "{\"action\":\"pause\"}").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void the_endpoint_is_read_only_unless_it_is_granted_more() throws Exception {
    try (ConfigurableApplicationContext shop = start()) {
      HttpResponse<String> answer =
          post(shop, "/actuator/busline/shop.order.created", "{\"action\":\"pause\"}");

      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(get(shop, "/actuator/busline").body()).contains("RUNNING");
    }
  }

  @Test
  void what_a_handler_has_begun_it_finishes_while_the_web_server_still_answers() throws Exception {
    ConfigurableApplicationContext shop = start();
    Shipping shipping = shop.getBean(Shipping.class);
    post(shop, "/orders/slow", "");
    assertThat(shipping.begun.await(60, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> end = CompletableFuture.runAsync(shop::close);
    Contexts.await(() -> get(shop, "/actuator/health").body().contains("\"DRAINING\""));
    assertThat(post(shop, "/orders/o-2", "").statusCode()).isEqualTo(200);
    assertThat(end).isNotDone();
    shipping.go.countDown();
    end.get(60, TimeUnit.SECONDS);

    assertThat(shipping.shipped).containsExactly("slow");
    try (ConfigurableApplicationContext again = start()) {
      assertThat(again.getBean(Shipping.class).shipped.poll(60, TimeUnit.SECONDS))
          .as("the order that came in meanwhile")
          .isEqualTo("o-2");
    }
  }

  private static HttpResponse<String> get(ConfigurableApplicationContext shop, String path) {
    return send(HttpRequest.newBuilder(uri(shop, path)).build());
  }

  private static HttpResponse<String> post(
      ConfigurableApplicationContext shop, String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(shop, path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private static URI uri(ConfigurableApplicationContext shop, String path) {
    int port = ((WebServerApplicationContext) shop).getWebServer().getPort();
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
