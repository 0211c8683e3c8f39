package io.busline.nats;

import io.busline.servers.NatsServer;
import io.busline.servers.TcpProxy;
import io.busline.spi.Capability;
import io.busline.tck.BrokerHarness;
import io.busline.tck.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server that several tests use, one after another, each through a proxy of its own. */
final class JetStreamHarness implements BrokerHarness {
  private static final Duration LEASE = Duration.ofSeconds(1);

  private final NatsServer server;
  private final TcpProxy proxy;

  JetStreamHarness(NatsServer server) {
    this.server = server;
    this.proxy = TcpProxy.to(server.port());
  }

  @Override
  public String url() {
    return "jetstream://" + proxy.address() + "?lease=1s";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.TRANSACTIONS));
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(20);
  }

  @Override
  public void restart() {
    server.stop();
    server.restart();
  }

  @Override
  public Optional<Runnable> outage() {
    server.kill();
    return Optional.of(this::comeBack);
  }

  private void comeBack() {
    if (!server.isRunning()) {
      server.restart();
    }
  }

  @Override
  public List<Fault> faults() {
    return NatsFaults.of(server, proxy);
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(LEASE);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
