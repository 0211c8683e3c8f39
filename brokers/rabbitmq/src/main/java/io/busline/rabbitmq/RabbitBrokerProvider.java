package io.busline.rabbitmq;

import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import io.busline.spi.Interrupts;
import java.util.Set;

/** Opens {@code amqp://} and {@code amqps://}. */
public final class RabbitBrokerProvider implements BrokerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public RabbitBrokerProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("amqp", "amqps");
  }

  @Override
  public Broker open(BusUrl url, BrokerContext context) {
    RabbitSettings settings = RabbitSettings.read(url);
    try {
      return Interrupts.defer(() -> new RabbitBroker(settings, context));
    } catch (LinkageError e) {
      throw ClientLibrary.refusal(e);
    }
  }
}
