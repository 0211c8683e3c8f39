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
    return List.of(
        new Fault("the server is killed and started again", Duration.ofSeconds(1), this::killed),
        new Fault("the server is frozen for a while", Duration.ofSeconds(2), this::frozen),
        new Fault("connections are cut", Duration.ofMillis(10), this::cut),
        new Fault("no byte reaches the server", Duration.ofSeconds(2), this::swallowing),
        new Fault("everything is late", Duration.ofSeconds(2), this::late),
        new Fault("the server talks nonsense", Duration.ofSeconds(1), this::babbling));
  }

  private Runnable killed() {
    server.kill();
    return server::restart;
  }

  private Runnable frozen() {
    server.pause();
    return server::resume;
  }

  private Runnable cut() {
    proxy.cut();
    return proxy::cut;
  }

  /** The connection is of no use afterwards: what was swallowed is missing in the stream. */
  private Runnable swallowing() {
    proxy.mode(Mode.SWALLOW);
    return () -> {
      proxy.mode(Mode.PASS);
      proxy.cut();
    };
  }

  private Runnable late() {
    proxy.delay(Duration.ofMillis(20));
    return () -> proxy.delay(Duration.ZERO);
  }

  private Runnable babbling() {
    proxy.mode(Mode.BABBLE);
    proxy.cut();
    return () -> proxy.mode(Mode.PASS);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
