package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** An application starts without what the starter uses if it is there. */
class OptionalClassesTest {
  private static final OrderCreated ORDER = new OrderCreated("o-1", 42);
  private static int last;

  /** Read from class files, as Boot does, and not loaded before its conditions hold. */
  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    BuslineTelemetryAutoConfiguration.class,
    BuslineJsonAutoConfiguration.class,
    BuslineAutoConfiguration.class,
    BuslineOutboxAutoConfiguration.class,
    BuslineHealthAutoConfiguration.class,
    BuslineEndpointAutoConfiguration.class
  })
  static class Application {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.springframework.boot.actuate",
        "org.springframework.boot.health",
        "io.micrometer.core",
        "io.opentelemetry",
        "io.busline.outbox",
        "org.springframework.jdbc",
        "org.springframework.orm",
        "org.springframework.transaction",
        "org.springframework.boot.jackson"
      })
  void it_starts_and_handles_events_without(String missing) {
    last++;
    new ApplicationContextRunner()
        .withUserConfiguration(Application.class)
        .withPropertyValues(
            "spring.application.name=shipping", "busline.url=memory:without-" + last)
        .withClassLoader(new FilteredClassLoader(missing))
        .withBean(SubscribeTest.ByData.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              context.getBean(EventBus.class).publish(ORDER);
              assertThat(context.getBean(SubscribeTest.ByData.class).next()).isEqualTo(ORDER);
            });
  }
}
