package io.busline.shop.orders;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The service that takes orders, and knows which are shipped. */
@SpringBootApplication
public class OrdersApplication {

  /** For Spring. */
  public OrdersApplication() {}

  /**
   * Starts the service.
   *
   * @param arguments properties, such as {@code --busline.url=sqlite:shop.db}
   */
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(OrdersApplication.class).profiles("orders").run(arguments);
  }
}
