package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.busline.EventBus;
import io.busline.admin.DeadLetterQuery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A stream begins with an entry: an empty one cannot be told from one that is slow to answer, and
 * whoever reads it would wait for a second.
 */
@ExtendWith(SharedServer.class)
class StreamBeginningTest {

  @Test
  void a_stream_that_is_made_has_an_entry_that_says_nothing(Shop shop) throws IOException {
    Layout layout = new Layout(shop.name, 1);
    EventBus bus = shop.bus();
    assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 10)).isEmpty();

    for (String stream : List.of(layout.directory(), layout.deadLetters())) {
      List<byte[]> bodies = new CopyOnWriteArrayList<>();
      Channel channel = shop.plain().createChannel();
      channel.basicQos(10);
      channel.basicConsume(
          stream,
          false,
          Map.of("x-stream-offset", "first"),
          new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(
                String tag, Envelope envelope, BasicProperties properties, byte[] body) {
              bodies.add(body);
            }
          });

      shop.await("an entry", () -> !bodies.isEmpty());
      assertThat(bodies).hasSize(1);
      assertThat(bodies.get(0)).isEmpty();
    }
  }
}
