package io.busline.fuzz;

import io.busline.error.ConfigurationException;
import io.busline.error.InvalidEventException;
import io.busline.memory.MemoryBrokerProvider;
import io.busline.spi.BrokerContext;
import io.busline.spi.TimeSource;
import java.util.Random;
import java.util.Set;

/** URLs of the memory broker, which is opened. */
public final class MemoryUrlsTarget implements Target {
  private static final BrokerContext CONTEXT =
      new BrokerContext("fuzz", TimeSource.system(), new Random(1));

  private final MemoryBrokerProvider provider = new MemoryBrokerProvider();

  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof ConfigurationException
        || exception instanceof InvalidEventException;
  }

  @Override
  public void read(byte[] input) {
    Urls.read(
        input,
        Set.of("memory"),
        url -> {
          provider.open(url, CONTEXT).close();
          return url.toString();
        });
  }
}
