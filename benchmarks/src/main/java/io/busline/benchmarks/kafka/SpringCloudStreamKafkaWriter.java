package io.busline.benchmarks.kafka;

import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Outstanding;
import io.busline.benchmarks.spring.SpringCloudStreamBridge;
import java.util.concurrent.Semaphore;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;

/** Publishes with a bridge, and looks at every confirmation in the channel it comes in. */
final class SpringCloudStreamKafkaWriter implements KafkaWriting {
  private final SpringCloudStreamBridge bridge;
  private final RawRecords records = new RawRecords();
  private final Semaphore room = new Semaphore(Outstanding.MOST);

  SpringCloudStreamKafkaWriter(ConfigurableApplicationContext service) {
    bridge = new SpringCloudStreamBridge(service, room::release);
    bridge.channel(SpringCloudStreamKafka.CONFIRMED).subscribe(message -> room.release());
  }

  @Override
  public void publish(Order order) throws Exception {
    room.acquire();
    MessageBuilder<Order> message =
        MessageBuilder.withPayload(order).setHeader(KafkaHeaders.KEY, order.orderId());
    records.describe(order, message::setHeader);
    bridge.send(message.build());
  }

  @Override
  public void awaitConfirmed() throws Exception {
    room.acquire(Outstanding.MOST);
    room.release(Outstanding.MOST);
    bridge.requireAllStored();
  }

  @Override
  public void close() {
    bridge.close();
  }
}
