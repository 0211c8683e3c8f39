package shop;

import io.busline.EventBus;
import io.busline.spring.Subscribe;
import java.math.BigDecimal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Publishes an order to the bus whose URL it is given, and ends well once it has been handled. */
@SpringBootApplication
public class Shipping {
  private final CountDownLatch handled = new CountDownLatch(1);

  @Subscribe
  void ship(OrderCreated order) {
    System.out.println("handled " + order);
    handled.countDown();
  }

  public static void main(String[] arguments) throws InterruptedException {
    try (var context = SpringApplication.run(Shipping.class, "--busline.url=" + arguments[0])) {
      context
          .getBean(EventBus.class)
          .publish(new OrderCreated("o-1", "u-7", new BigDecimal("42.50")));
      if (!context.getBean(Shipping.class).handled.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the order was not handled within a minute");
      }
    }
  }
}
