package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import org.junit.jupiter.api.Test;
import org.springframework.context.Lifecycle;

class RestartTest {

  /** As Spring does with a context that classes of tests share, while others run. */
  @Test
  void handlers_of_a_context_that_is_stopped_and_started_again_are_subscribed_again() {
    Contexts.memory()
        .withBean(SubscribeTest.ByData.class)
        .run(
            context -> {
              Lifecycle handlers = context.getBean(BusLifecycle.class);
              handlers.stop();
              handlers.start();

              OrderCreated order = new OrderCreated("o-1", 42);
              context.getBean(EventBus.class).publish(order);

              assertThat(context.getBean(SubscribeTest.ByData.class).next()).isEqualTo(order);
            });
  }
}
