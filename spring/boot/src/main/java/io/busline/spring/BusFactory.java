package io.busline.spring;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Makes buses from properties and beans, and connects each if its broker is there. */
final class BusFactory {
  /** The name of the bus of {@code busline.url}. */
  static final String DEFAULT = "default";

  private static final Logger LOG = System.getLogger("io.busline.spring");

  private final BuslineProperties properties;
  private final Environment environment;
  private final BusParts parts;

  BusFactory(BuslineProperties properties, Environment environment, BusParts parts) {
    this.properties = properties;
    this.environment = environment;
    this.parts = parts;
  }

  /**
   * The bus of {@code busline.url}. Blocks.
   *
   * @param details what takes the place of the URL, if there is something
   */
  EventBus create(@Nullable BuslineConnectionDetails details) {
    BuslineProperties.Bus settings = properties.bus(DEFAULT);
    String url = details == null ? settings.url() : details.url();
    return create(DEFAULT, url, settings, "busline.url");
  }

  /** A bus of {@code busline.buses}. Blocks. */
  EventBus createNamed(String name) {
    BuslineProperties.Bus settings = properties.bus(name);
    return create(name, settings.url(), settings, "busline.buses." + name + ".url");
  }

  private EventBus create(
      String name, @Nullable String url, BuslineProperties.Bus settings, String property) {
    if (!StringUtils.hasText(url)) {
      throw new ConfigurationException(
          "%s is not set, so nothing says which broker carries events. Set it, such as %s=jetstream://localhost or sqlite:orders.db; with memory: events end with the process, which is for tests"
              .formatted(property, property));
    }
    BusConnection connection = new BusConnection(() -> builder(name, url, settings).connect());
    try {
      connection.connect();
    } catch (BrokerException e) {
      if (properties.failFast(name)) {
        throw e;
      }
      LOG.log(
          Level.WARNING, "The bus is not connected, and tries again by itself: " + e.getMessage());
    }
    return new DeferredEventBus(name, connection);
  }

  private EventBusBuilder builder(String name, String url, BuslineProperties.Bus settings) {
    EventBusBuilder builder = EventBus.builder(url).withoutShutdownHook();
    service(name).ifPresent(builder::service);
    builder.publishTimeout(
        settings.publishTimeout() == null
            ? properties.publishTimeout()
            : settings.publishTimeout());
    builder.closeTimeout(
        settings.closeTimeout() == null ? properties.closeTimeout() : settings.closeTimeout());
    parts.addTo(builder, name);
    return builder;
  }

  /** The name under which a bus publishes, and with which its groups begin. */
  Optional<String> service(String name) {
    String service = properties.bus(name).service();
    if (service == null) {
      service = properties.service();
    }
    if (service == null) {
      service = environment.getProperty("spring.application.name");
    }
    return Optional.ofNullable(service).filter(StringUtils::hasText);
  }
}
