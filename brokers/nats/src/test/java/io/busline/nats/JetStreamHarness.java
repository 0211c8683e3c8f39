package io.busline.nats;

import io.busline.servers.NatsServer;
import io.busline.spi.Capability;
import io.busline.tck.BrokerHarness;
import io.busline.tck.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server that several tests use, one after another. */
record JetStreamHarness(NatsServer server) implements BrokerHarness {

  private static final Duration LEASE = Duration.ofSeconds(1);

  @Override
  public String url() {
    return "jetstream://" + server.address() + "?lease=1s";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
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
    return List.of(
        new Fault(
            "the server is killed and started again",
            Duration.ofMillis(500),
            () -> {
              server.kill();
              return server::restart;
            }),
        new Fault(
            "the server is restarted in good order",
            Duration.ofMillis(100),
            () -> {
              server.stop();
              return server::restart;
            }),
        new Fault(
            "the server freezes",
            Duration.ofSeconds(2),
            () -> {
              server.pause();
              return server::resume;
            }));
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(LEASE);
  }
}
