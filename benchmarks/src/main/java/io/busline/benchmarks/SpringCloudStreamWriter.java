package io.busline.benchmarks;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;

/** Publishes with a bridge, and looks at every confirmation in the channel it comes in. */
final class SpringCloudStreamWriter implements KafkaWriting {
  private final ConfigurableApplicationContext service;
  private final StreamBridge bridge;
  private final RawRecords records = new RawRecords();
  private final Semaphore room = new Semaphore(Outstanding.MOST);
  private volatile @Nullable Message<?> failure;

  SpringCloudStreamWriter(ConfigurableApplicationContext service) {
    this.service = service;
    bridge = service.getBean(StreamBridge.class);
    channel(SpringCloudStream.CONFIRMED).subscribe(message -> room.release());
    channel(IntegrationContextUtils.ERROR_CHANNEL_BEAN_NAME)
        .subscribe(
            message -> {
              failure = message;
              room.release();
            });
  }

  private SubscribableChannel channel(String name) {
    return service.getBean(name, SubscribableChannel.class);
  }

  @Override
  public void publish(Order order) throws Exception {
    room.acquire();
    MessageBuilder<Order> message =
        MessageBuilder.withPayload(order).setHeader(KafkaHeaders.KEY, order.orderId());
    records.describe(order, message::setHeader);
    if (!bridge.send(SpringCloudStream.BINDING, message.build())) {
      throw new IllegalStateException("not sent: " + order);
    }
  }

  @Override
  public void awaitConfirmed() throws Exception {
    room.acquire(Outstanding.MOST);
    room.release(Outstanding.MOST);
    if (failure != null) {
      throw new IllegalStateException("an order was not stored: " + failure);
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
