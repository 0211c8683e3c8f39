package io.busline.benchmarks.spring;

import io.busline.benchmarks.load.Order;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.SubscribableChannel;

/** Publishes with a service's bridge, and looks at every failure in the channel it comes in. */
public final class SpringCloudStreamBridge implements AutoCloseable {
  private final ConfigurableApplicationContext service;
  private final StreamBridge bridge;
  private volatile @Nullable Message<?> failure;

  /**
   * Takes over a service that publishes.
   *
   * @param whenFailed what to do for each order that was not stored
   */
  public SpringCloudStreamBridge(ConfigurableApplicationContext service, Runnable whenFailed) {
    this.service = service;
    bridge = service.getBean(StreamBridge.class);
    channel(IntegrationContextUtils.ERROR_CHANNEL_BEAN_NAME)
        .subscribe(
            message -> {
              failure = message;
              whenFailed.run();
            });
  }

  public SubscribableChannel channel(String name) {
    return service.getBean(name, SubscribableChannel.class);
  }

  public void send(Message<Order> message) {
    requireAllStored();
    if (!bridge.send(SpringCloudStream.BINDING, message)) {
      throw new IllegalStateException("not sent: " + message);
    }
  }

  public void requireAllStored() {
    if (failure != null) {
      throw new IllegalStateException("an order was not stored: " + failure);
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
