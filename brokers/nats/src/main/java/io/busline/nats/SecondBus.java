package io.busline.nats;

import io.busline.error.ConfigurationException;
import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import io.busline.spi.Capability;
import java.util.ServiceLoader;

/** Opens the bus that keeps dead letters for one that cannot. */
final class SecondBus {

  private SecondBus() {}

  static Broker open(String text, BrokerContext context) {
    BusUrl url = BusUrl.parse(text);
    Broker broker =
        ServiceLoader.load(BrokerProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.schemes().contains(url.scheme()))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "no broker on the class path opens %s:, which option dead-letters names. Add its module"
                            .formatted(url.scheme())))
            .open(url, context);
    if (!broker.description().can(Capability.DEAD_LETTERS)) {
      broker.close();
      throw new ConfigurationException(
          "%s: cannot keep dead letters, so option dead-letters cannot name it. Use sqlite:PATH, or jetstream://"
              .formatted(url.scheme()));
    }
    return broker;
  }
}
