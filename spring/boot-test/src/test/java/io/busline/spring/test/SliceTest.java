package io.busline.spring.test;

import static io.busline.junit.BuslineAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.junit.ExpectsDeadLetters;
import io.busline.logs.Warns;
import io.busline.testkit.PublishedEvents;
import io.busline.testkit.Recorder;
import io.busline.testkit.TestBroker;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@BuslineTest
class SliceTest {
  private static final OrderCreated ORDER = new OrderCreated("o-1");

  @Autowired private EventBus bus;
  @Autowired private Shipping shipping;
  @Autowired private ApplicationContext context;

  @BeforeEach
  void open() {
    shipping.isClosed = false;
  }

  @RepeatedTest(3)
  void each_test_has_the_handlers_on_a_broker_of_its_own(TestBroker broker) {
    assertThat(broker.time().now()).isEqualTo(Instant.parse("2000-01-01T00:00:00Z"));
    assertThat(bus).notPublished(Object.class);

    bus.publish(ORDER);

    assertThat(bus).handled(OrderCreated.class).containsExactly(ORDER, ORDER);
    assertThat(bus).published(OrderShipped.class).containsExactly(new OrderShipped("o-1"));
  }

  @Test
  void a_retry_happens_when_the_test_moves_the_clock(
      EventBus same, TestBroker broker, PublishedEvents published) {
    shipping.isClosed = true;
    same.publish(ORDER);
    assertThat(bus).notPublished(OrderShipped.class);

    shipping.isClosed = false;
    broker.advance(Duration.ofMinutes(1));

    assertThat(published.data(OrderShipped.class)).hasSize(1);
  }

  @Test
  @ExpectsDeadLetters
  @Warns("dead letter")
  void an_expected_dead_letter_is_found(TestBroker broker) {
    shipping.isClosed = true;
    bus.publish(ORDER);
    broker.advance(Duration.ofMinutes(1));

    assertThat(bus).deadLetters().hasSize(1);
  }

  @Test
  void a_recorder_receives_what_a_handler_publishes(Recorder<OrderShipped> shipped) {
    bus.publish(ORDER);

    assertThat(bus).published(OrderShipped.class).hasSize(1);
    assertThat(shipped.data()).hasSize(1);
  }

  @Test
  void only_components_with_handlers_are_started() {
    assertThat(context.getBeansOfType(Warehouse.class)).isEmpty();
    assertThat(bus.subscriptions())
        .extracting(Subscription::group)
        .extracting(group -> group.orElse(""))
        .containsExactlyInAnyOrder("shop.order.created", "audit");
  }
}
