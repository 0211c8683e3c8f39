package io.busline.examples.directory;

import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Opens {@code directory:PATH}. */
public final class DirectoryBrokerProvider implements BrokerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public DirectoryBrokerProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("directory");
  }

  @Override
  public Broker open(BusUrl url, BrokerContext context) {
    url.parameters().allow("lease");
    Duration lease = url.parameters().duration("lease", Duration.ofSeconds(10));
    return new DirectoryBroker(new Folder(Path.of(url.path())), lease, context);
  }
}
