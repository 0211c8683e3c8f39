package io.busline.nats;

import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import io.busline.spi.Interrupts;
import java.util.Set;

/** Opens {@code nats://} and {@code jetstream://}. */
public final class NatsBrokerProvider implements BrokerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public NatsBrokerProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("nats", "jetstream");
  }

  @Override
  public Broker open(BusUrl url, BrokerContext context) {
    ClientVersion.require();
    if (url.scheme().equals("nats")) {
      return new CoreBroker(NatsSettings.readCore(url), context);
    }
    NatsSettings settings = NatsSettings.readJetStream(url);
    return Interrupts.defer(() -> new JetStreamBroker(settings, context));
  }
}
