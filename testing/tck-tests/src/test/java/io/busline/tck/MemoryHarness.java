package io.busline.tck;

import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.Capability;
import io.busline.spi.TimeSource;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** A memory broker of one test's own, kept alive by one connection. */
class MemoryHarness implements BrokerHarness {
  private final String url = "memory:kit-" + UUID.randomUUID();
  private final Broker keepsItAlive =
      BrokerHarness.super.connect(new BrokerContext("kit", TimeSource.system(), new Random()));

  @Override
  public String url() {
    return url;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.DURABLE, Capability.DURABLE_RETRY));
  }

  @Override
  public void close() {
    keepsItAlive.close();
  }
}
