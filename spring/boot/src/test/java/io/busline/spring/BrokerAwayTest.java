package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.logs.Warns;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;

class BrokerAwayTest {
  private static final OrderCreated ORDER = new OrderCreated("o-1", 42);

  @Test
  @Warns("the server is away")
  void an_application_starts_without_its_broker_is_not_ready_and_recovers() {
    AtomicBoolean isUp = new AtomicBoolean();
    Contexts.memory()
        .withBean(SubscribeTest.ByData.class)
        .withBean(
            EventBusCustomizer.class,
            () ->
                builder -> {
                  if (!isUp.get()) {
                    throw new BrokerException("the server is away");
                  }
                })
        .run(
            context -> {
              HealthEndpoint health = context.getBean(HealthEndpoint.class);
              EventBus bus = context.getBean(EventBus.class);
              // As Boot does when an application has started.
              AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
              AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
              assertThat(health.healthForPath("readiness").getStatus())
                  .isEqualTo(Status.OUT_OF_SERVICE);
              assertThat(health.healthForPath("liveness").getStatus()).isEqualTo(Status.UP);
              assertThat(health.healthForPath("busline").getStatus()).isEqualTo(Status.DOWN);
              assertThatThrownBy(() -> bus.publish(ORDER))
                  .isInstanceOf(EventBusException.class)
                  .hasMessageContaining("not connected yet")
                  .hasMessageContaining("the server is away");

              isUp.set(true);
              Contexts.await(() -> health.healthForPath("readiness").getStatus().equals(Status.UP));
              bus.publish(ORDER);
              assertThat(context.getBean(SubscribeTest.ByData.class).next()).isEqualTo(ORDER);
              assertThat(health.healthForPath("busline").getStatus()).isEqualTo(Status.UP);
            });
  }

  @Test
  @Warns("tries again by itself")
  void a_real_broker_that_is_down_does_not_keep_the_application_from_starting_or_ending() {
    Contexts.withoutUrl()
        .withPropertyValues("busline.url=jetstream://127.0.0.1:1")
        .withBean(SubscribeTest.ByData.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context.getBean(EventBus.class).explain()).contains("127.0.0.1:1");
            });
  }
}
