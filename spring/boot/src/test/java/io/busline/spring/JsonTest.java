package io.busline.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The settings of the application's own mapper hold for events. */
class JsonTest {

  private static ApplicationContextRunner snakes() {
    return Contexts.memory()
        .withConfiguration(
            AutoConfigurations.of(
                JacksonAutoConfiguration.class, BuslineJsonAutoConfiguration.class))
        .withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
        .withBean(SubscribeTest.ByData.class);
  }

  private static String json(EventBus bus) {
    return new String(bus.prepare(new OrderCreated("o-1", 42)).event().data(), UTF_8);
  }

  @Test
  void events_are_written_and_read_as_the_application_names_its_properties() {
    snakes()
        .run(
            context -> {
              EventBus bus = context.getBean(EventBus.class);
              assertThat(json(bus)).contains("order_id");
              bus.publish(new OrderCreated("o-1", 42));
              assertThat(context.getBean(SubscribeTest.ByData.class).next())
                  .isEqualTo(new OrderCreated("o-1", 42));
            });
  }

  @Test
  void they_are_not_if_that_is_not_wanted() {
    snakes()
        .withPropertyValues("busline.json.application-settings=false")
        .run(context -> assertThat(json(context.getBean(EventBus.class))).contains("orderId"));
  }
}
