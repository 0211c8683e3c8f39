package io.busline.spring.test;

import static io.busline.junit.BuslineAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

@SpringBootTest
@AutoConfigureTestBus
class WholeApplicationTest {
  @Autowired private EventBus bus;
  @Autowired private ApplicationContext context;

  /** As one does for batches. */
  @TestConfiguration
  static class ByHand {
    @Bean
    Object batches(EventBus bus) {
      return bus.subscription("batches").on(OrderShipped.class, event -> {}).subscribe();
    }
  }

  @RepeatedTest(3)
  void what_the_application_subscribes_by_itself_is_there_in_each_test() {
    assertThat(context.getBeansOfType(Warehouse.class)).hasSize(1);

    bus.publish(new OrderCreated("o-1"));

    assertThat(bus).handled(OrderShipped.class).containsExactly(new OrderShipped("o-1"));
  }
}
