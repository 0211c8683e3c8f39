package io.busline.tck;

import io.busline.memory.MemoryBroker;
import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A memory broker that lies. */
class LyingHarness extends MemoryHarness {
  private final UnaryOperator<Broker> lie;
  private final Duration patience;
  private final Set<Capability> capabilities;
  private MemoryBroker broker = MemoryBroker.create();

  LyingHarness(UnaryOperator<Broker> lie, Duration patience) {
    this.lie = lie;
    this.patience = patience;
    this.capabilities = lie.apply(broker).description().capabilities();
  }

  @Override
  public Broker connect(BrokerContext context) {
    return lie.apply(new Connection(broker));
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Duration patience() {
    return patience;
  }

  /** It is as quick as ever; what it does meanwhile shows all the same. */
  @Override
  public Optional<Runnable> slowness() {
    return Optional.of(() -> {});
  }

  @Override
  public void restart() {
    broker = MemoryBroker.create();
  }
}
