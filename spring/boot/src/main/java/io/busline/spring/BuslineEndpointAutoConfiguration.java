package io.busline.spring;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code busline}, if it is exposed. */
@AutoConfiguration(after = BuslineAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnAvailableEndpoint(BuslineEndpoint.class)
public final class BuslineEndpointAutoConfiguration {

  /** For Spring. */
  public BuslineEndpointAutoConfiguration() {}

  @Bean
  @ConditionalOnProperty(
      name = "busline.actuator.write",
      havingValue = "false",
      matchIfMissing = true)
  BuslineEndpoint buslineEndpoint(BusStarts starts) {
    return new BuslineEndpoint(starts);
  }

  @Bean
  @ConditionalOnProperty(name = "busline.actuator.write", havingValue = "true")
  WritableBuslineEndpoint writableBuslineEndpoint(BusStarts starts) {
    return new WritableBuslineEndpoint(starts);
  }
}
