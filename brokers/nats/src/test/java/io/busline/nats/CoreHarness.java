package io.busline.nats;

import io.busline.servers.Mishaps;
import io.busline.servers.NatsServer;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.spi.Capability;
import io.busline.tck.BrokerHarness;
import io.busline.tck.Fault;
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
  public Optional<Runnable> outage() {
    return Optional.of(new Mishaps(server, proxy).refusing(Mode.CLOSE));
  }

  @Override
  public List<Fault> faults() {
    return NatsFaults.of(server, proxy);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
