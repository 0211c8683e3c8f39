package io.busline.kafka;

import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import io.busline.spi.Interrupts;
import java.util.Set;

/** Opens {@code kafka://}. */
public final class KafkaBrokerProvider implements BrokerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public KafkaBrokerProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("kafka");
  }

  @Override
  public Broker open(BusUrl url, BrokerContext context) {
    Driver.require();
    KafkaSettings settings = KafkaSettings.read(url);
    return Interrupts.defer(() -> KafkaBroker.connect(settings, context));
  }
}
