package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import io.busline.rabbitmq.Messages.Address;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopyMessageTest {
  private static final String PAST = new Layout("busline", 1).past("shipping");

  private static Delivery delivery(String exchange, BasicProperties properties) {
    return new Delivery(new Envelope(1, false, exchange, "order.created"), properties, new byte[0]);
  }

  @Test
  void a_copy_tells_where_its_original_was_published_and_nothing_else_can() {
    BasicProperties claim =
        new BasicProperties.Builder().headers(Map.of(Messages.EXCHANGE, "other")).build();
    Delivery original = delivery("shop", claim);

    CopyMessage copy = CopyMessage.of(original, PAST);

    assertThat(Address.of(original)).isEqualTo(new Address("shop", "order.created"));
    assertThat(Address.of(delivery(PAST, copy.properties()))).isEqualTo(Address.of(original));
  }
}
