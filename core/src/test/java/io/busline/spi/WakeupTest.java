package io.busline.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeupTest {
  private final Wakeup wakeup = new Wakeup();

  @Test
  void a_signal_that_comes_first_is_not_lost_and_counts_once() {
    wakeup.signal();
    wakeup.signal();

    assertThat(wakeup.await(0)).isTrue();
    assertThat(wakeup.await(1_000)).isFalse();
  }

  @Test
  void a_signal_wakes_a_parked_thread() throws Exception {
    CompletableFuture<Boolean> woken = new CompletableFuture<>();
    Thread waiter = new Thread(() -> woken.complete(wakeup.await(TimeUnit.SECONDS.toNanos(30))));
    waiter.start();
    while (waiter.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    wakeup.signal();

    assertThat(woken.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void no_signal_is_lost_between_two_threads_at_full_speed() throws Exception {
    int rounds = 2_000;
    Wakeup back = new Wakeup();
    Thread partner =
        new Thread(
            () -> {
              for (int i = 0; i < rounds; i++) {
                assertThat(wakeup.await(TimeUnit.SECONDS.toNanos(30))).isTrue();
                back.signal();
              }
            });
    partner.start();

    for (int i = 0; i < rounds; i++) {
      wakeup.signal();
      assertThat(back.await(TimeUnit.SECONDS.toNanos(30))).isTrue();
    }

    partner.join(10_000);
    assertThat(partner.isAlive()).isFalse();
  }

  @Test
  void an_interrupted_thread_does_not_wait() {
    Thread.currentThread().interrupt();

    assertThat(wakeup.await(TimeUnit.SECONDS.toNanos(30))).isFalse();

    assertThat(Thread.interrupted()).isTrue();
  }
}
