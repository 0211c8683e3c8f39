package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBatch;
import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.logs.Warns;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SubscribeTest {
  private static final OrderCreated ORDER = new OrderCreated("o-1", 42);

  /** Keeps what its handlers are given. */
  static class Received {
    final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    Object next() throws InterruptedException {
      Object next = events.poll(60, TimeUnit.SECONDS);
      assertThat(next).as("an event within 20 s").isNotNull();
      return next;
    }
  }

  static class ByData extends Received {
    @Subscribe
    void ship(OrderCreated order) {
      events.add(order);
    }
  }

  @Test
  void a_method_handles_the_type_of_its_parameter_in_the_group_of_service_and_type() {
    Contexts.memory()
        .withBean(ByData.class)
        .run(
            context -> {
              EventBus bus = context.getBean(EventBus.class);
              bus.publish(ORDER);

              assertThat(context.getBean(ByData.class).next()).isEqualTo(ORDER);
              assertThat(bus.subscriptions())
                  .singleElement()
                  .extracting(each -> each.group().orElseThrow())
                  .isEqualTo("shipping.order.created");
            });
  }

  static class ByEvent extends Received {
    @Subscribe(value = "page.read", group = "${readers}")
    void read(Event<List<OrderCreated>> page) {
      events.add(page.data().get(0));
    }

    @Subscribe(pattern = "order.>", group = "${readers}")
    void note(Event<byte[]> event) {
      events.add(event.type());
    }
  }

  @Test
  void methods_of_one_group_share_a_subscription_and_take_events_patterns_and_generic_data() {
    Contexts.memory()
        .withBean(ByEvent.class)
        .withPropertyValues("readers=audit")
        .run(
            context -> {
              EventBus bus = context.getBean(EventBus.class);
              ByEvent handlers = context.getBean(ByEvent.class);
              bus.publish(ORDER);
              assertThat(handlers.next()).isEqualTo("order.created");
              bus.publish("page.read", List.of(ORDER));
              assertThat(handlers.next()).isEqualTo(ORDER);
              assertThat(bus.subscriptions()).hasSize(1);
            });
  }

  static class ToEveryInstance extends Received {
    @Subscribe(broadcast = true)
    void refresh(OrderCreated order) {
      events.add(order);
    }

    @Subscribe(broadcast = true)
    void refreshMore(OrderCreated order) {
      events.add(order);
    }
  }

  @Test
  void each_broadcast_method_gets_every_event() {
    Contexts.memory()
        .withBean(ToEveryInstance.class)
        .run(
            context -> {
              context.getBean(EventBus.class).publish(ORDER);
              ToEveryInstance handlers = context.getBean(ToEveryInstance.class);
              assertThat(List.of(handlers.next(), handlers.next())).containsExactly(ORDER, ORDER);
            });
  }

  static class Failing extends Received {
    @Subscribe(attempts = 2, firstDelay = "1ms", maxDelay = "${longest}", concurrency = 3)
    void fail(OrderCreated order) {
      events.add(order);
      throw new IllegalStateException("no stock");
    }
  }

  @Test
  @Warns("no stock")
  void attempts_and_delays_are_those_of_the_annotation() {
    Contexts.memory()
        .withBean(Failing.class)
        .withPropertyValues("longest=2ms")
        .run(
            context -> {
              EventBus bus = context.getBean(EventBus.class);
              bus.publish(ORDER);
              Failing handlers = context.getBean(Failing.class);
              handlers.next();
              handlers.next();
              Contexts.await(
                  () ->
                      bus.deadLetters().list(DeadLetterQuery.all(), 9).stream()
                          .anyMatch(letter -> letter.attempts() == 2));
              assertThat(bus.subscriptions().get(0).explain()).contains("3");
            });
  }

  @Test
  @Warns("no stock")
  void what_the_annotation_leaves_out_is_a_property() {
    Contexts.memory()
        .withBean(FailingOnce.class)
        .withPropertyValues("busline.subscriptions.attempts=1")
        .run(
            context -> {
              EventBus bus = context.getBean(EventBus.class);
              bus.publish(ORDER);
              Contexts.await(() -> bus.deadLetters().list(DeadLetterQuery.all(), 9).size() == 1);
              assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 9).get(0).attempts())
                  .isEqualTo(1);
            });
  }

  static class FailingOnce {
    @Subscribe
    void fail(OrderCreated order) {
      throw new IllegalStateException("no stock");
    }
  }

  @Test
  void a_lazy_bean_is_made_for_its_handler() {
    Contexts.memory()
        .withBean(LazyHandler.class, LazyHandler::new, definition -> definition.setLazyInit(true))
        .run(
            context -> {
              context.getBean(EventBus.class).publish(ORDER);
              assertThat(context.getBean(LazyHandler.class).next()).isEqualTo(ORDER);
            });
  }

  static class LazyHandler extends ByData {}

  @Test
  void the_bus_of_the_application_takes_the_place_of_the_starters() {
    try (EventBus own = EventBus.connect("memory:own-bus", "shipping")) {
      Contexts.withoutUrl()
          .withBean(
              "mine", EventBus.class, () -> own, definition -> definition.setDestroyMethodName(""))
          .withBean(ByData.class)
          .run(
              context -> {
                assertThat(context.getBean(EventBus.class)).isSameAs(own);
                own.publish(ORDER);
                assertThat(context.getBean(ByData.class).next()).isEqualTo(ORDER);
              });
    }
  }

  @Test
  void customizers_have_the_last_word() {
    Contexts.memory()
        .withBean(EventBusCustomizer.class, () -> builder -> builder.service("billing"))
        .withBean(ByData.class)
        .run(
            context -> {
              EventBus bus = context.getBean(EventBus.class);
              bus.subscribe("a", String.class, event -> {});
              assertThat(bus.subscriptions())
                  .extracting(Subscription::group)
                  .contains(Optional.of("billing.a"));
            });
  }

  static class Together extends Received {
    @Subscribe(maxBatch = 10)
    void ship(List<Event<OrderCreated>> orders) {
      orders.forEach(order -> events.add(order.data()));
    }

    @Subscribe(group = "other")
    void bill(EventBatch<OrderCreated> orders) {
      events.add(orders.events().get(0).id());
    }
  }

  @Test
  void a_method_takes_several_events_at_once() {
    Contexts.memory()
        .withBean(Together.class)
        .run(
            context -> {
              String id = context.getBean(EventBus.class).publish(ORDER).id();
              Together handlers = context.getBean(Together.class);
              assertThat(List.of(handlers.next(), handlers.next()))
                  .containsExactlyInAnyOrder(ORDER, id);
            });
  }
}
