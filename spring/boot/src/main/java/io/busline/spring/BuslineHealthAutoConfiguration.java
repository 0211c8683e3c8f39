package io.busline.spring;

import io.busline.EventBus;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The bus in {@code /actuator/health}, and in its group {@code readiness}. */
@AutoConfiguration(
    after = BuslineAutoConfiguration.class,
    afterName =
        "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, HealthEndpointGroupsPostProcessor.class})
@ConditionalOnEnabledHealthIndicator("busline")
public final class BuslineHealthAutoConfiguration {

  /** For Spring. */
  public BuslineHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "buslineHealthIndicator")
  HealthIndicator buslineHealthIndicator(EventBus bus, BusLifecycle lifecycle) {
    return new BusHealth(bus, lifecycle);
  }

  @Bean
  HealthIndicator buslineReadinessHealthIndicator(
      EventBus bus, BusLifecycle lifecycle, BuslineProperties properties) {
    return new BusReadiness(bus, lifecycle, properties.health().readiness());
  }

  /** After Boot's, which may make the group. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  static HealthEndpointGroupsPostProcessor buslineReadinessGroup() {
    return ReadinessGroups::new;
  }
}
