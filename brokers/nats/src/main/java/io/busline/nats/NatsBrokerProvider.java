package io.busline.nats;

import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import java.util.Set;

/** Opens {@code jetstream://HOST}. Found by the bus; there is no need to name it. */
public final class NatsBrokerProvider implements BrokerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public NatsBrokerProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("jetstream");
  }

  @Override
  public Broker open(BusUrl url, BrokerContext context) {
    NatsSettings settings = NatsSettings.read(url);
    return Interrupts.defer(() -> new JetStreamBroker(settings, context));
  }
}
