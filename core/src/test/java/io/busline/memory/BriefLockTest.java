package io.busline.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BriefLockTest {
  private static final int TIMES = 100_000;

  private final BriefLock lock = new BriefLock();
  private int count;

  @Test
  void one_thread_at_a_time_holds_it() throws Exception {
    List<FutureTask<Void>> threads =
        Stream.generate(() -> new FutureTask<Void>(this::countUp, null)).limit(4).toList();
    threads.forEach(each -> new Thread(each, "counting").start());
    for (FutureTask<Void> each : threads) {
      each.get();
    }

    assertThat(count).isEqualTo(4 * TIMES);
  }

  private void countUp() {
    for (int i = 0; i < TIMES; i++) {
      lock.holding(() -> count++);
    }
  }

  @Test
  void who_finds_it_taken_for_long_sleeps_until_it_is_free() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Thread second = new Thread(() -> lock.holding(done::countDown), "second");
    lock.lock();
    try {
      second.start();
      while (second.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(done.getCount()).isOne();
    } finally {
      lock.unlock();
    }
    second.join();

    assertThat(done.getCount()).isZero();
  }
}
