package io.busline.nats;

import io.busline.servers.NatsServer;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.spi.Capability;
import io.busline.tck.BrokerHarness;
import io.busline.tck.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server that other tests use too, through a proxy of a test's own. */
final class CoreHarness implements BrokerHarness {
  private final NatsServer server;
  private final TcpProxy proxy;

  CoreHarness(NatsServer server) {
    this.server = server;
    this.proxy = TcpProxy.to(server.port());
  }

  @Override
  public String url() {
    return "nats://" + proxy.address();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.GROUPS);
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(20);
  }

  @Override
  public Optional<Runnable> outage() {
    proxy.mode(Mode.CLOSE);
    proxy.cut();
    return Optional.of(() -> proxy.mode(Mode.PASS));
  }

  @Override
  public List<Fault> faults() {
    return new Mishaps(server, proxy).all();
  }

  @Override
  public void close() {
    proxy.close();
  }
}
