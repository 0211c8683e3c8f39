package io.busline.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

@BuslineTest(value = Audit.class, properties = "busline.subscriptions.attempts=2")
@Import(Warehouse.class)
class NamedHandlerTest {

  @Test
  void what_the_test_names_is_started_and_no_other(
      @Autowired ApplicationContext context,
      @Value("${busline.subscriptions.attempts}") int attempts) {
    assertThat(context.getBeansOfType(Audit.class)).hasSize(1);
    assertThat(context.getBeansOfType(Warehouse.class)).hasSize(1);
    assertThat(context.getBeansOfType(Shipping.class)).isEmpty();
    assertThat(attempts).isEqualTo(2);
  }
}
