package io.busline.memory;

import io.busline.error.ConfigurationException;
import io.busline.event.Names;
import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Opens {@code memory:} and {@code memory:NAME}. The only place in Busline with state shared by a
 * whole JVM: a URL is all that two buses have in common, so it has to lead both to one broker, as
 * it would on any other.
 */
public final class MemoryBrokerProvider implements BrokerProvider {
  static final int DEFAULT_RETAINED = 100_000;
  static final int DEFAULT_CAPACITY = 2_000_000;

  private static final Map<String, Shared> OPEN = new HashMap<>();

  /** Called by the service loader. */
  public MemoryBrokerProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public Broker open(BusUrl url, BrokerContext context) {
    url.parameters().allow("retain", "capacity");
    if (!url.hosts().isEmpty()) {
      throw new ConfigurationException(
          "memory: has no host, for it is in this process. Write memory: or memory:NAME");
    }
    if (!url.path().isEmpty()) {
      Names.require("memory broker", url.path());
    }
    int retained = url.parameters().integer("retain", 0, 1_000_000_000, DEFAULT_RETAINED);
    int capacity = url.parameters().integer("capacity", 1, 1_000_000_000, DEFAULT_CAPACITY);
    synchronized (OPEN) {
      Shared shared =
          OPEN.computeIfAbsent(
              url.path(), name -> new Shared(new MemoryBroker(context.time(), retained, capacity)));
      shared.users++;
      return new MemoryConnection(shared.broker, () -> leave(url.path(), shared));
    }
  }

  static boolean isOpen(String name) {
    synchronized (OPEN) {
      return OPEN.containsKey(name);
    }
  }

  private static void leave(String name, Shared shared) {
    synchronized (OPEN) {
      shared.users--;
      if (shared.users == 0) {
        OPEN.remove(name, shared);
        shared.broker.close();
      }
    }
  }

  private static final class Shared {
    final MemoryBroker broker;
    int users;

    Shared(MemoryBroker broker) {
      this.broker = broker;
    }
  }
}
