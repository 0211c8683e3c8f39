package io.busline.spring;

import io.busline.event.Event;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishes with a transaction, handles the event of a named bus in an inbox, and says so. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
class AheadOfTimeShop {
  private static final CountDownLatch HANDLED = new CountDownLatch(1);

  @Bean
  Handlers handlers() {
    return new Handlers();
  }

  /** The handler. */
  static class Handlers {
    @Subscribe(bus = "shop", inbox = true)
    void ship(Event<OrderCreated> order) {
      System.out.println("shipped " + order.data().orderId());
      HANDLED.countDown();
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    SpringApplication application = new SpringApplication(AheadOfTimeShop.class);
    application.setDefaultProperties(
        Map.of(
            "spring.application.name", "ahead",
            "spring.main.banner-mode", "off",
            "spring.main.web-application-type", "none",
            "logging.level.root", "error",
            "busline.buses.shop.url", "memory:ahead"));
    try (ConfigurableApplicationContext context = application.run(arguments)) {
      context
          .getBean(TransactionTemplate.class)
          .executeWithoutResult(
              status -> context.getBean(OutboxPublisher.class).publish(new OrderCreated("o-1", 1)));
      HANDLED.await();
    }
  }
}
