package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.logs.MayWarn;
import io.busline.spi.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that have nothing to do rest. */
@MayWarn
class RestTest {

  /** A second of turns without a rest are hundreds of thousands of looks at the clock. */
  private static final long SOME = 5_000;

  @TempDir private Path folder;

  /** Counts how often it is looked at, which each turn of a consumer and of the writer does. */
  private static final class CountingTime implements TimeSource {
    private final TimeSource system = TimeSource.system();
    private final AtomicLong looks = new AtomicLong();

    @Override
    public long nanos() {
      looks.incrementAndGet();
      return system.nanos();
    }

    @Override
    public Instant now() {
      return system.now();
    }

    @Override
    public Registration onMove(Runnable listener) {
      return system.onMove(listener);
    }

    @Override
    public boolean isVirtual() {
      return false;
    }
  }

  @Test
  void consumer_and_writer_rest_while_a_transaction_takes_long() {
    CountingTime time = new CountingTime();
    try (Bus bus = new Bus(folder.resolve("bus.db"), time);
        Consumer consumer = bus.group("g", "order.created")) {
      bus.publishOrders(0, 2, 2);
      consumer.await(2);
      CountDownLatch until = new CountDownLatch(1);
      var holdsUp = PublishingTest.holdUp(((SqliteBroker) bus.broker).writer(), until);

      consumer.ack();
      long before = time.looks.get();
      consumer.broker.poll(10, Duration.ofMillis(500).toNanos(), consumer);
      consumer.broker.poll(10, Duration.ofMillis(500).toNanos(), consumer);

      assertThat(time.looks.get() - before).isLessThan(SOME);
      until.countDown();
      assertThat(holdsUp.join()).isTrue();
    }
  }
}
