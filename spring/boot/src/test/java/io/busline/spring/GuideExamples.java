package io.busline.spring;

import io.busline.EventBus;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.event.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** The code of the guide. */
final class GuideExamples {

  private GuideExamples() {}

  @EventType("price.changed")
  record PriceChanged(@EventKey String article, long cents) {}

  @EventType("order.charged")
  record Charged(@EventKey String orderId) {}

  static class Handlers {
    final List<OrderCreated> invoices = new CopyOnWriteArrayList<>();
    final List<String> log = new CopyOnWriteArrayList<>();
    final Map<String, Long> prices = new ConcurrentHashMap<>();

    @Subscribe(group = "billing", concurrency = 4, attempts = 8, firstDelay = "1s", maxDelay = "5m")
    void bill(Event<OrderCreated> order) {
      invoices.add(order.data());
    }

    @Subscribe("page.read")
    void read(List<OrderCreated> page) {
      page.forEach(invoices::add);
    }

    @Subscribe(pattern = "order.>", group = "audit")
    void note(Event<byte[]> event) {
      log.add(event.type());
    }

    @Subscribe(broadcast = true)
    void refresh(PriceChanged price) {
      prices.put(price.article(), price.cents());
    }

    @Subscribe(group = "index", maxBatch = 500)
    void index(List<Event<OrderCreated>> orders) {
      orders.forEach(order -> invoices.add(order.data()));
    }
  }

  static class Bank {
    final List<String> log = new CopyOnWriteArrayList<>();

    @Subscribe(bus = "bank")
    void settle(Charged charge) {
      log.add(charge.orderId());
    }

    @Bean
    CommandLineRunner greet(@Qualifier("bank") EventBus bank) {
      return arguments -> bank.publish(new Charged("o-1"));
    }
  }

  static class Accounts {
    private final JdbcTemplate database;
    private final OutboxPublisher publisher;

    Accounts(JdbcTemplate database, OutboxPublisher publisher) {
      this.database = database;
      this.publisher = publisher;
    }

    @Transactional
    public void place(OrderCreated order) {
      database.update("INSERT INTO orders (id) VALUES (?)", order.orderId());
      publisher.publish(order);
    }

    @Subscribe(inbox = true)
    @Transactional
    public void charge(OrderCreated order) {
      database.update("INSERT INTO charges (id) VALUES (?)", order.orderId());
      publisher.publish(new Charged(order.orderId()));
    }
  }
}
