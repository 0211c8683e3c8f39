package io.busline.spring;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.EventBusListener;
import io.busline.Interceptor;
import io.busline.Observer;
import io.busline.codec.Codec;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * A bus by {@code busline.url}, and the handlers of {@link Subscribe}. An {@link EventBus} bean of
 * the application takes the place of this one, and gets the handlers.
 */
@AutoConfiguration
@EnableConfigurationProperties(BuslineProperties.class)
public final class BuslineAutoConfiguration {
  private static final Logger LOG = System.getLogger("io.busline.spring");

  /** For Spring. */
  public BuslineAutoConfiguration() {}

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  EventBus eventBus(
      BuslineProperties properties,
      Environment environment,
      ObjectProvider<Codec> codecs,
      ObjectProvider<Interceptor> interceptors,
      BusWatchers watchers) {
    String url = properties.url();
    if (!StringUtils.hasText(url)) {
      throw new ConfigurationException(
          "busline.url is not set, so nothing says which broker carries events. Set it, such as busline.url=jetstream://localhost or sqlite:orders.db; with memory: events end with the process, which is for tests");
    }
    BusConnection connection =
        new BusConnection(
            () -> {
              EventBusBuilder builder = EventBus.builder(url).withoutShutdownHook();
              String service = service(properties, environment);
              if (service != null) {
                builder.service(service);
              }
              builder.publishTimeout(properties.publishTimeout());
              builder.closeTimeout(properties.closeTimeout());
              codecs.orderedStream().forEach(builder::codec);
              interceptors.orderedStream().forEach(builder::interceptor);
              watchers.addTo(builder);
              return builder.connect();
            });
    try {
      connection.connect();
    } catch (BrokerException e) {
      if (properties.failFast()) {
        throw e;
      }
      LOG.log(
          Level.WARNING, "The bus is not connected, and tries again by itself: " + e.getMessage());
    }
    return new DeferredEventBus(connection);
  }

  @Bean
  BusWatchers buslineWatchers(
      ObjectProvider<Observer> observers,
      ObjectProvider<EventBusListener> listener,
      ObjectProvider<EventBusCustomizer> customizers) {
    return new BusWatchers(observers, listener, customizers);
  }

  @Bean
  HandlerMethods buslineHandlerMethods(
      ConfigurableListableBeanFactory beans, BuslineProperties properties) {
    return new HandlerMethods(beans, properties.subscriptions());
  }

  @Bean
  BusLifecycle buslineLifecycle(
      EventBus bus, HandlerMethods methods, BuslineProperties properties, Environment environment) {
    return new BusLifecycle(
        bus, new Subscriber(methods, service(properties, environment)), properties);
  }

  private static @Nullable String service(BuslineProperties properties, Environment environment) {
    String service =
        properties.service() == null
            ? environment.getProperty("spring.application.name")
            : properties.service();
    return StringUtils.hasText(service) ? service : null;
  }
}
