package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.logs.Warns;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application between two brokers. */
class SeveralBusesTest {
  private static final OrderCreated ORDER = new OrderCreated("o-1", 42);

  static class FromShop extends SubscribeTest.Received {
    @Subscribe(bus = "shop")
    void ship(OrderCreated order) {
      events.add(order);
    }
  }

  static class FromBank extends SubscribeTest.Received {
    @Subscribe(bus = "bank")
    void ship(OrderCreated order) {
      events.add(order);
    }
  }

  static class FromDefault extends SubscribeTest.Received {
    @Subscribe
    void ship(OrderCreated order) {
      events.add(order);
    }
  }

  private static ApplicationContextRunner twoNamed(String test) {
    return Contexts.withoutUrl()
        .withPropertyValues(
            "busline.buses.shop.url=memory:%s-shop".formatted(test),
            "busline.buses.bank.url=memory:%s-bank".formatted(test),
            "busline.buses.bank.service=bank-gate");
  }

  @Test
  void each_bus_has_its_handlers_service_and_qualifier() {
    twoNamed("each")
        .withBean(FromShop.class)
        .withBean(FromBank.class)
        .run(
            context -> {
              EventBus shop =
                  BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                      context.getBeanFactory(), EventBus.class, "shop");
              shop.publish(ORDER);

              assertThat(context.getBean(FromShop.class).next()).isEqualTo(ORDER);
              assertThat(context.getBean(FromBank.class).events).isEmpty();
              assertThat(groups(context.getBean("bankEventBus", EventBus.class)))
                  .isEqualTo("bank-gate.order.created");
              assertThat(groups(shop)).isEqualTo("shipping.order.created");
            });
  }

  private static String groups(EventBus bus) {
    return bus.subscriptions().get(0).group().orElseThrow();
  }

  @Test
  void beside_the_default_bus_those_that_name_none_mean_it() {
    Contexts.memory()
        .withPropertyValues("busline.buses.bank.url=memory:beside-bank")
        .withBean(FromDefault.class)
        .withBean(FromBank.class)
        .run(
            context -> {
              context.getBean(EventBus.class).publish(ORDER);
              assertThat(context.getBean(FromDefault.class).next()).isEqualTo(ORDER);
              context.getBean("bankEventBus", EventBus.class).publish(ORDER);
              assertThat(context.getBean(FromBank.class).next()).isEqualTo(ORDER);
            });
  }

  @Test
  @Warns(value = "tries again by itself", times = 1, orMore = true)
  void one_broker_that_is_down_does_not_keep_the_other_bus_from_working() {
    Contexts.withoutUrl()
        .withPropertyValues(
            "busline.buses.shop.url=memory:down-shop",
            "busline.buses.bank.url=jetstream://127.0.0.1:1")
        .withBean(FromShop.class)
        .withBean(FromBank.class)
        .run(
            context -> {
              context.getBean("shopEventBus", EventBus.class).publish(ORDER);
              assertThat(context.getBean(FromShop.class).next()).isEqualTo(ORDER);
              HealthEndpoint health = context.getBean(HealthEndpoint.class);
              assertThat(health.healthForPath("busline", "shop").getStatus()).isEqualTo(Status.UP);
              assertThat(health.healthForPath("busline", "bank").getStatus())
                  .isEqualTo(Status.DOWN);
              assertThat(health.healthForPath("buslineReadiness")).isNull();
              assertThat(context.getBean(BusStarts.class).all())
                  .extracting(BusStart::name)
                  .containsExactly("bank", "shop");
            });
  }

  @Test
  void meters_tell_the_buses_apart() {
    twoNamed("meters")
        .withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
        .withBean(SimpleMeterRegistry.class)
        .run(
            context -> {
              context.getBean("shopEventBus", EventBus.class).publish(ORDER);
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              assertThat(registry.find("busline.publish.inflight").gauges())
                  .extracting(gauge -> gauge.getId().getTag("busline.bus"))
                  .containsExactlyInAnyOrder("shop", "bank");
            });
  }

  @Test
  void the_endpoint_finds_the_bus_of_a_group_or_asks_which_is_meant() {
    twoNamed("endpoint")
        .withBean(FromShop.class)
        .withBean(FromBank.class)
        .run(
            context -> {
              WritableBuslineEndpoint endpoint =
                  new WritableBuslineEndpoint(context.getBean(BusStarts.class));
              assertThat(endpoint.overview().subscriptions())
                  .extracting(BuslineEndpoint.Live::bus)
                  .containsExactly("bank", "shop");
              assertThat(
                      endpoint
                          .act(
                              "bank-gate.order.created",
                              WritableBuslineEndpoint.Action.PAUSE,
                              null,
                              null)
                          .count())
                  .isEqualTo(1);
              assertThat(context.getBean("bankEventBus", EventBus.class).subscriptions().get(0))
                  .extracting(Subscription::state)
                  .isEqualTo(Subscription.State.PAUSED);
              assertThat(endpoint.deadLetters("elsewhere", "shop").letters()).isEmpty();
              assertThatThrownBy(() -> endpoint.deadLetters("elsewhere", null))
                  .isInstanceOf(InvalidEndpointRequestException.class)
                  .hasMessageContaining("bank, shop");
            });
  }
}
