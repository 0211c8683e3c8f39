package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import org.junit.jupiter.api.Test;

class ConnectionDetailsTest {

  @Test
  void connection_details_take_the_place_of_the_url() {
    Contexts.withoutUrl()
        .withPropertyValues("busline.url=jetstream://127.0.0.1:1")
        .withBean(BuslineConnectionDetails.class, () -> () -> "memory:connection-details")
        .run(
            context ->
                assertThat(context.getBean(EventBus.class).explain()).doesNotContain("127.0.0.1"));
  }
}
