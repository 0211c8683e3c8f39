package io.busline.spring;

import io.busline.micrometer.BuslineMetrics;
import io.busline.micrometer.BuslineObservations;
import io.busline.opentelemetry.OpenTelemetryObserver;
import io.busline.slf4j.MdcObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Observers for what the application has: meters with a {@link MeterRegistry}, observations with an
 * {@link ObservationRegistry} or, if {@code busline-opentelemetry} is there, spans with an {@link
 * OpenTelemetry} in their place, and the diagnostic context of its logs.
 */
@AutoConfiguration(
    before = BuslineAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
      "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration"
    })
public final class BuslineTelemetryAutoConfiguration {

  /** For Spring. */
  public BuslineTelemetryAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  MdcObserver buslineMdc() {
    return new MdcObserver();
  }

  /** Apart, since its classes may be missing. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  @ConditionalOnBean(MeterRegistry.class)
  static class Meters {

    @Bean
    @ConditionalOnMissingBean(BuslineMetrics.class)
    BusParts.Telemetry buslineMetrics(
        ObjectProvider<MeterRegistry> registry, Environment environment) {
      boolean isOnlyOne = NamedBuses.names(environment).isEmpty();
      return bus ->
          BuslineMetrics.of(
              registry.getObject(), isOnlyOne ? Tags.empty() : Tags.of("busline.bus", bus));
    }
  }

  /** Apart, since its classes may be missing. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({OpenTelemetry.class, OpenTelemetryObserver.class})
  @ConditionalOnBean(OpenTelemetry.class)
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static class Spans {

    @Bean
    @ConditionalOnMissingBean(OpenTelemetryObserver.class)
    BusParts.Telemetry buslineSpans(OpenTelemetry openTelemetry) {
      return bus -> OpenTelemetryObserver.of(openTelemetry);
    }
  }

  /** Apart, since its classes may be missing. Not beside the other, which makes the same spans. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ObservationRegistry.class)
  @ConditionalOnBean(ObservationRegistry.class)
  @Order(Ordered.LOWEST_PRECEDENCE)
  static class Observations {

    @Bean
    @ConditionalOnMissingBean(value = BuslineObservations.class, name = "buslineSpans")
    BusParts.Telemetry buslineObservations(ObservationRegistry registry) {
      return bus -> BuslineObservations.of(registry);
    }
  }
}
