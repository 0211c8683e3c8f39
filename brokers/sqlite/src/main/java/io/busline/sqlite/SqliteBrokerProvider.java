package io.busline.sqlite;

import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import java.util.Set;

/** Opens {@code sqlite:PATH}. Found by the bus; there is no need to name it. */
public final class SqliteBrokerProvider implements BrokerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public SqliteBrokerProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("sqlite");
  }

  @Override
  public Broker open(BusUrl url, BrokerContext context) {
    return new SqliteBroker(Settings.read(url), context);
  }
}
