package io.busline.spi;

import java.util.Set;

/**
 * Opens brokers for the schemes of one technology. Found through {@link java.util.ServiceLoader}.
 */
public interface BrokerProvider {

  /**
   * The URL schemes this provider opens.
   *
   * @return schemes in lower case, such as {@code sqlite}
   */
  Set<String> schemes();

  /**
   * Connects. Blocks until the broker is ready.
   *
   * @param url where; its scheme is one of {@link #schemes()}
   * @param context what the bus provides
   * @return the broker
   * @throws io.busline.error.ConfigurationException if the URL holds what is unknown or impossible
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  Broker open(BusUrl url, BrokerContext context);
}
