package io.busline.spring.test;

import io.busline.EventBus;
import io.busline.EventBusListener;
import io.busline.Interceptor;
import io.busline.Observer;
import io.busline.codec.Codec;
import io.busline.spring.BuslineAutoConfiguration;
import io.busline.spring.BuslineProperties;
import io.busline.spring.EventBusCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** A bus on a memory broker in place of the one that {@code busline.url} says. */
@AutoConfiguration(before = BuslineAutoConfiguration.class)
@EnableConfigurationProperties(BuslineProperties.class)
final class TestBusAutoConfiguration {

  @Bean
  TestBus buslineTestBus(
      BuslineProperties properties, Environment environment, TestBusParts parts) {
    String service =
        properties.service() == null
            ? environment.getProperty("spring.application.name", "test")
            : properties.service();
    return new TestBus(service, parts::addTo);
  }

  @Bean
  TestBusParts buslineTestBusParts(
      ObjectProvider<Codec> codecs,
      ObjectProvider<Interceptor> interceptors,
      ObjectProvider<Observer> observers,
      ObjectProvider<EventBusListener> listener,
      ObjectProvider<EventBusCustomizer> customizers) {
    return new TestBusParts(codecs, interceptors, observers, listener, customizers);
  }

  /** Closed with {@link TestBus}, which outlives the tests. */
  @Bean(destroyMethod = "")
  @Primary
  EventBus testEventBus(TestBus bus) {
    return bus.proxy();
  }
}
