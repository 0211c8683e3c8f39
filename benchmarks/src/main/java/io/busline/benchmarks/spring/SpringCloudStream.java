package io.busline.benchmarks.spring;

import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.load.Order;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Services of Spring Cloud Stream as they are over every broker: its bridge, a function, and its
 * JSON, the default of "Content Type Negotiation" in its reference.
 */
public final class SpringCloudStream {
  public static final String BINDING = "order-out-0";
  public static final String READING = "orders-in-0";
  public static final String STREAM = "spring.cloud.stream.";

  private SpringCloudStream() {}

  /** A service that publishes. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  public static class Publishing {}

  /** A service that reads. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Reading {
    @Bean
    Consumer<Order> orders(Handling handling) {
      return handling::handle;
    }
  }

  /**
   * A service that publishes. Failures come in the channel for errors.
   *
   * @param binder the broker's
   * @param destination where to
   * @param more what the service has of the broker
   */
  public static SpringApplicationBuilder publishing(
      String binder, String destination, Class<?> more) {
    return service(binder, Publishing.class, more)
        .properties(
            Map.of(
                STREAM + "output-bindings",
                BINDING,
                STREAM + "bindings." + BINDING + ".destination",
                destination,
                STREAM + "bindings." + BINDING + ".producer.error-channel-enabled",
                "true"));
  }

  /**
   * A service whose function handles orders; its group is still to be set.
   *
   * @param binder the broker's
   * @param destination where from
   * @param handling what the function does
   * @param more what the service has of the broker
   */
  public static SpringApplicationBuilder reading(
      String binder, String destination, Handling handling, Class<?> more) {
    return service(binder, Reading.class, more)
        .initializers(
            context ->
                ((GenericApplicationContext) context).registerBean(Handling.class, () -> handling))
        .properties(
            Map.of(
                "spring.cloud.function.definition",
                "orders",
                STREAM + "bindings." + READING + ".destination",
                destination));
  }

  public static void set(SpringApplicationBuilder service, String name, Object value) {
    service.properties(Map.of(name, value.toString()));
  }

  private static SpringApplicationBuilder service(String binder, Class<?>... parts) {
    // It would set up a logging system of its own.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    return new SpringApplicationBuilder(parts)
        .web(WebApplicationType.NONE)
        .logStartupInfo(false)
        .properties(Map.of("spring.main.banner-mode", "off", STREAM + "default-binder", binder));
  }
}
