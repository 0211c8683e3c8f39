package io.busline.spring;

import io.busline.micrometer.BuslineMetrics;
import io.busline.micrometer.BuslineObservations;
import io.busline.slf4j.MdcObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Observers for what the application has: meters with a {@link MeterRegistry}, observations with an
 * {@link ObservationRegistry}, and the diagnostic context of its logs.
 */
@AutoConfiguration(
    before = BuslineAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
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

    /** Boot binds it to the registry. */
    @Bean
    @ConditionalOnMissingBean
    BuslineMetrics buslineMetrics() {
      return new BuslineMetrics();
    }
  }

  /** Apart, since its classes may be missing. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ObservationRegistry.class)
  @ConditionalOnBean(ObservationRegistry.class)
  static class Observations {

    @Bean
    @ConditionalOnMissingBean
    BuslineObservations buslineObservations(ObservationRegistry registry) {
      return BuslineObservations.of(registry);
    }
  }
}
