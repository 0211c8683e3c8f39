package io.busline.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.error.ConfigurationException;
import io.busline.event.Event;
import io.busline.logs.Warns;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  @Warns("13.3333 is not an amount of cents")
  void every_order_comes_to_one_end() throws InterruptedException {
    ShopReport report = run("memory:shop-test", 300);

    assertThat(report.isComplete()).isTrue();
    assertThat(report.accounts().orders()).isEqualTo(300);
    assertThat(report.accounts().cancelled()).isEqualTo(15);
    assertThat(report.accounts().deadLettered()).isEqualTo(1);
    assertThat(report.accounts().paid()).isEqualTo(284);
    assertThat(report.unaccounted()).isEmpty();
  }

  @Test
  @Warns("13.3333 is not an amount of cents")
  void the_flaky_gateway_is_retried() throws InterruptedException {
    ShopReport report = run("memory:shop-retries", 100);

    ServiceReport billing =
        report.services().stream()
            .filter(service -> service.service().equals("billing"))
            .findFirst()
            .orElseThrow();
    assertThat(billing.retried()).isPositive();
    assertThat(billing.deadLettered()).isEqualTo(1);
  }

  @Test
  @Warns(value = "13.3333 is not an amount of cents", times = 2)
  void a_shop_on_a_file_goes_on_with_what_was_left() throws InterruptedException {
    String url = "sqlite:" + folder.resolve("shop.db");
    run(url, 20);
    try (EventBus bus = EventBus.connect(url, "order")) {
      bus.publish(new OrderCreated("left", "u-1", "lamp", BigDecimal.ONE, null));
    }

    ShopReport report = run(url, 20);

    assertThat(report.isComplete()).isTrue();
    assertThat(report.accounts().orders()).isEqualTo(41);
  }

  @Test
  @Warns({
    "of type order.paid is a dead letter (UNDECODABLE)",
    "of type order.cancelled is a dead letter (UNDECODABLE)"
  })
  void an_order_that_is_both_paid_and_cancelled_is_not_accounted_for() throws InterruptedException {
    String url = "memory:shop-contradiction";
    try (EventBus bus = EventBus.connect(url, "forger")) {
      bus.publish(Event.builder("order.paid", "{}").subject("o-1"));
      bus.publish(Event.builder("order.cancelled", "{}").subject("o-1"));

      try (Shop shop = Shop.open(url)) {
        ShopReport report = shop.run(0, Duration.ofMillis(300), progress -> {});

        assertThat(report.isComplete()).isFalse();
        assertThat(report.unaccounted()).singleElement().asString().contains("o-1");
      }
    }
  }

  @Test
  @Warns("13.3333 is not an amount of cents")
  void the_watcher_sees_it_grow() throws InterruptedException {
    List<Integer> settled = new ArrayList<>();
    try (Shop shop = Shop.open("memory:shop-progress")) {
      shop.run(500, PATIENCE, progress -> settled.add(progress.accounts().settled()));
    }

    assertThat(settled).isSorted().endsWith(500);
  }

  @Test
  void a_wrong_url_is_refused() {
    assertThatThrownBy(() -> Shop.open("sqlit:x")).isInstanceOf(ConfigurationException.class);
  }

  private static ShopReport run(String url, int orders) throws InterruptedException {
    try (Shop shop = Shop.open(url)) {
      return shop.run(orders, PATIENCE, progress -> {});
    }
  }
}
