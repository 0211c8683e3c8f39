package io.busline.spring;

import io.busline.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * A bus by {@code busline.url}, one for each name below {@code busline.buses}, and the handlers of
 * {@link Subscribe}. An {@link EventBus} bean of the application takes the place of the one by
 * {@code busline.url}, and gets the handlers.
 */
@AutoConfiguration
@EnableConfigurationProperties(BuslineProperties.class)
@Import(NamedBuses.class)
public final class BuslineAutoConfiguration {

  /** For Spring. */
  public BuslineAutoConfiguration() {}

  @Bean(destroyMethod = "close")
  @Primary
  @ConditionalOnMissingBean
  @Conditional(OnDefaultBus.class)
  EventBus eventBus(BusFactory factory, ObjectProvider<BuslineConnectionDetails> details) {
    return factory.create(details.getIfAvailable());
  }

  @Bean
  BusFactory buslineBusFactory(
      BuslineProperties properties, Environment environment, BusParts parts) {
    return new BusFactory(properties, environment, parts);
  }

  @Bean
  BusParts buslineParts(BeanFactory beans) {
    return new BusParts(beans);
  }

  @Bean
  Buses buslineBuses(ConfigurableListableBeanFactory beans) {
    return Buses.of(beans);
  }

  @Bean
  HandlerMethods buslineHandlerMethods(
      ConfigurableListableBeanFactory beans, BuslineProperties properties) {
    return new HandlerMethods(beans, properties.subscriptions());
  }

  @Bean
  BusStarts buslineStarts(
      Buses buses,
      HandlerMethods methods,
      BusFactory factory,
      ObjectProvider<BusOutbox> outboxes,
      BuslineProperties properties) {
    List<BusStart> starts = new ArrayList<>();
    buses
        .byName()
        .forEach(
            (name, bus) -> {
              Optional<BusOutbox> outbox =
                  outboxes.stream().filter(each -> each.isFor(bus)).findFirst();
              Subscriber subscriber =
                  new Subscriber(
                      () -> methods.found(handler -> buses.meantBy(handler) == bus),
                      methods,
                      factory.service(name).orElse(null));
              starts.add(new BusStart(name, bus, subscriber, outbox, properties.failFast(name)));
            });
    return new BusStarts(List.copyOf(starts));
  }

  @Bean
  BusLifecycle buslineLifecycle(BusStarts starts, BuslineProperties properties) {
    return new BusLifecycle(starts, properties.drainTimeout());
  }
}
