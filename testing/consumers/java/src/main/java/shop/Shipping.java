package shop;

import io.busline.EventBus;
import java.math.BigDecimal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Publishes an order to the bus whose URL it is given, and ends well once it has been handled. */
public final class Shipping {
  private Shipping() {}

  public static void main(String[] arguments) throws InterruptedException {
    CountDownLatch handled = new CountDownLatch(1);
    try (EventBus bus = EventBus.connect(arguments[0], "shipping")) {
      bus.subscribe(
          OrderCreated.class,
          event -> {
            System.out.println("handled " + event.data());
            handled.countDown();
          });
      bus.publish(new OrderCreated("o-1", "u-7", new BigDecimal("42.50")));
      if (!handled.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the order was not handled within a minute");
      }
    }
  }
}
