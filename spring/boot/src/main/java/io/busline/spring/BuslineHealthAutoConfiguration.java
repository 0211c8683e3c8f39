package io.busline.spring;

import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The bus in {@code /actuator/health}, and in its group {@code readiness}. Several buses are
 * components of one contributor, by their names.
 */
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
  @ConditionalOnMissingBean(name = {"buslineHealthContributor", "buslineHealthIndicator"})
  HealthContributor buslineHealthContributor(BusStarts starts) {
    return starts.all().size() == 1
        ? new BusHealth(starts.all().get(0))
        : CompositeHealthContributor.fromMap(
            starts.all().stream().collect(Collectors.toMap(BusStart::name, BusHealth::new)));
  }

  @Bean
  HealthIndicator buslineReadinessHealthIndicator(BusStarts starts, BuslineProperties properties) {
    return new BusReadiness(starts, properties.health().readiness());
  }

  /** After Boot's, which may make the group. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  static HealthEndpointGroupsPostProcessor buslineReadinessGroup() {
    return ReadinessGroups::new;
  }
}
