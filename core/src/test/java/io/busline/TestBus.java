package io.busline;

import io.busline.event.Event;
import io.busline.memory.MemoryBroker;
import io.busline.memory.VirtualTime;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

/** A bus on a memory broker of its own, with what tests want to look at. */
final class TestBus implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  final VirtualTime time = new VirtualTime();
  final MemoryBroker broker;
  final List<Signal> signals = new CopyOnWriteArrayList<>();
  final BlockingQueue<Event<String>> received = new LinkedBlockingQueue<>();
  final EventBus bus;

  private TestBus(TimeSource clock) {
    broker = MemoryBroker.create(clock == null ? time : clock);
    bus = builder("tests").time(clock == null ? time : clock).connect();
  }

  static TestBus inVirtualTime() {
    return new TestBus(null);
  }

  static TestBus inRealTime() {
    return new TestBus(TimeSource.system());
  }

  EventBusBuilder builder(String service) {
    return EventBus.builder(broker)
        .service(service)
        .codec(new TextCodec())
        .closeTimeout(Duration.ofMillis(500))
        .listener(signals::add);
  }

  /** Takes the next event that was put into {@link #received}. */
  Event<String> next() throws InterruptedException {
    Event<String> event = received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    Assertions.assertThat(event)
        .as("an event within %s; signals: %s", PATIENCE, signals)
        .isNotNull();
    return event;
  }

  <S extends Signal> S await(Class<S> kind) {
    until(() -> signals.stream().anyMatch(kind::isInstance), kind.getSimpleName());
    return kind.cast(signals.stream().filter(kind::isInstance).findFirst().orElseThrow());
  }

  <S extends Signal> List<S> all(Class<S> kind) {
    return signals.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  void until(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      Assertions.assertThat(System.nanoTime() - deadline)
          .as("%s within %s; signals: %s", what, PATIENCE, signals)
          .isNegative();
      LockSupport.parkNanos(200_000);
    }
  }

  @Override
  public void close() {
    bus.close();
    broker.close();
  }
}
