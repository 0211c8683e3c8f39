package io.busline.postgres;

import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import java.util.Set;

/** Opens {@code postgres://USER@HOST/DATABASE}. Found by the bus; there is no need to name it. */
public final class PostgresBrokerProvider implements BrokerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public PostgresBrokerProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("postgres");
  }

  @Override
  public Broker open(BusUrl url, BrokerContext context) {
    return new PostgresBroker(Settings.read(url), context);
  }
}
