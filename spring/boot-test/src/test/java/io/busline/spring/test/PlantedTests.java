package io.busline.spring.test;

import static io.busline.junit.BuslineAssertions.assertThat;

import io.busline.EventBus;
import io.busline.testkit.TestBroker;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;

/** Classes for {@link SliceRulesTest} to run; by their names, Maven does not find them. */
final class PlantedTests {
  private PlantedTests() {}

  @BuslineTest
  static class ForgottenDeadLetter {
    @Test
    void fails(EventBus bus, TestBroker broker, @Autowired Shipping shipping) {
      shipping.isClosed = true;
      bus.publish(new OrderCreated("o-1"));
      broker.advance(Duration.ofMinutes(1));
      shipping.isClosed = false;
    }

    @Test
    void is_followed_by_a_test_that_passes(EventBus bus) {
      bus.publish(new OrderCreated("o-2"));

      assertThat(bus).published(OrderShipped.class).hasSize(1);
    }
  }

  /** The same at the same time as {@link Other}, and its tests at the same time if they could. */
  @BuslineTest
  @Execution(ExecutionMode.CONCURRENT)
  static class One {
    @Autowired EventBus bus;

    @RepeatedTest(5)
    void sees_its_own_events_only() {
      publishOne(bus);
    }

    @RepeatedTest(5)
    void sees_its_own_events_only_again() {
      publishOne(bus);
    }
  }

  @BuslineTest
  @Execution(ExecutionMode.CONCURRENT)
  static class Other {
    @Autowired EventBus bus;

    @RepeatedTest(5)
    void sees_its_own_events_only() {
      publishOne(bus);
    }
  }

  private static void publishOne(EventBus bus) {
    assertThat(bus).notPublished(Object.class);
    bus.publish(new OrderCreated("o-1"));
    assertThat(bus).published(OrderShipped.class).hasSize(1);
    assertThat(bus).handled(OrderCreated.class).hasSize(2);
  }
}
