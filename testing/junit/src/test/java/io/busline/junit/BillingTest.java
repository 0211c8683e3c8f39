package io.busline.junit;

import static io.busline.junit.BuslineAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.junit.Billing.OrderCreated;
import io.busline.junit.Billing.OrderPaid;
import io.busline.logs.Warns;
import io.busline.memory.VirtualTime;
import io.busline.testkit.HandledEvents;
import io.busline.testkit.PublishedEvents;
import io.busline.testkit.Recorder;
import io.busline.testkit.TestBroker;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What a test of a service looks like. */
@BuslineTest(service = "billing")
class BillingTest {
  @Injected private EventBus bus;
  @Injected private PublishedEvents published;

  @BeforeEach
  void start(EventBus sameBus) {
    new Billing(sameBus);
  }

  @Test
  void a_created_order_is_paid() {
    bus.publish(new OrderCreated("o-1", 42));

    assertThat(bus).handled(OrderCreated.class).hasSize(1);
    assertThat(bus).published(OrderPaid.class).containsExactly(new OrderPaid("o-1"));
    assertThat(bus).notHandled(OrderPaid.class).noDeadLetters();
  }

  @Test
  @ExpectsDeadLetters
  @Warns("is a dead letter (HANDLER_FAILED) after 2 attempts")
  void an_order_for_less_than_nothing_is_given_up(TestBroker broker) {
    bus.publish(new OrderCreated("o-1", -1));
    assertThat(bus).noDeadLetters();

    broker.advance(Duration.ofMinutes(1));

    assertThat(bus).deadLetters().hasSize(1);
    assertThat(bus).notPublished(OrderPaid.class).notHandled(OrderCreated.class);
  }

  @Test
  void a_recorder_receives_what_the_service_publishes(Recorder<OrderPaid> paid) {
    bus.publish(new OrderCreated("o-1", 42));

    assertThat(paid.awaitCount(1)).extracting(event -> event.key().orElseThrow()).contains("o-1");
    assertThat(bus).notHandled(OrderPaid.class);
  }

  @RepeatedTest(2)
  void each_test_has_a_broker_of_its_own_that_is_named_after_it(
      RepetitionInfo repetition, TestBroker broker, VirtualTime time, HandledEvents handled) {
    assertThat(published.all()).isEmpty();
    assertThat(handled.all()).isEmpty();
    assertThat(time).isSameAs(broker.time());
    assertThat(broker)
        .hasToString(
            "BillingTest.each_test_has_a_broker_of_its_own_that_is_named_after_it#"
                + repetition.getCurrentRepetition());
    assertThat(bus.explain()).contains(broker.toString());

    bus.publish(new OrderCreated("o-1", 42));
  }

  @Test
  void a_service_of_the_test_shares_the_broker(TestBroker broker) {
    try (EventBus shop = broker.connect("shop")) {
      shop.publish(new OrderCreated("o-1", 42));

      assertThat(shop).published(OrderPaid.class).hasSize(1);
      assertThat(published.of(OrderPaid.class).get(0).source()).isEqualTo("billing");
    }
  }

  @Nested
  class WhenNested {
    @Test
    void a_test_has_the_service_and_the_fields_of_its_outer_class() {
      bus.publish(new OrderCreated("o-1", 42));

      assertThat(bus).published(OrderPaid.class).hasSize(1);
      assertThat(published.all().get(0).source()).isEqualTo("billing");
    }
  }
}
