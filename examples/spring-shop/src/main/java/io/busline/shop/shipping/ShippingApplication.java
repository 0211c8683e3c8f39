package io.busline.shop.shipping;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The service that ships what is ordered. */
@SpringBootApplication
public class ShippingApplication {

  /** For Spring. */
  public ShippingApplication() {}

  /**
   * Starts the service.
   *
   * @param arguments properties, such as {@code --busline.url=sqlite:shop.db}
   */
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(ShippingApplication.class).profiles("shipping").run(arguments);
  }
}
