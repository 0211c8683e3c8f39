package io.busline.tck;

import io.busline.memory.MemoryBroker;
import io.busline.memory.VirtualTime;
import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A memory broker in hand, so that its clock can be moved and its faults be used. */
class VirtualTimeHarness extends MemoryHarness {
  /** How much faster than the machine's the clock goes while the kit awaits something. */
  private static final int SPEED = 10;

  /** Enough for threads to notice that time has moved. */
  private static final long MOMENT_NANOS = 10_000_000;

  private final VirtualTime time = new VirtualTime();
  private final MemoryBroker broker = MemoryBroker.create(time);

  @Override
  public Broker connect(BrokerContext context) {
    return new Connection(broker);
  }

  @Override
  public TimeSource time() {
    return time;
  }

  @Override
  public void elapse(Duration elapsed) {
    LockSupport.parkNanos(Math.min(elapsed.toNanos() / SPEED, MOMENT_NANOS));
    time.advance(elapsed);
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(Duration.ofSeconds(30));
  }

  @Override
  public Optional<Runnable> outage() {
    broker.faults().outage(true);
    return Optional.of(() -> broker.faults().outage(false));
  }

  @Override
  public List<Fault> faults() {
    return List.of(
        new Fault(
            "the broker is out of reach", Duration.ofSeconds(5), () -> outage().orElseThrow()),
        new Fault(
            "the broker delivers nothing",
            Duration.ofSeconds(5),
            () -> {
              broker.faults().pauseDeliveries(true);
              return () -> broker.faults().pauseDeliveries(false);
            }));
  }

  @Override
  public void close() {
    broker.close();
  }
}
