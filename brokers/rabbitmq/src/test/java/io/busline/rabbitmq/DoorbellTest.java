package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever waits for messages is woken, whatever it does at the moment. */
class DoorbellTest {
  private static final long LONG_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int MANY = 2_000;

  private final Doorbell doorbell = new Doorbell();
  private final Semaphore waited = new Semaphore(0);
  private final Semaphore again = new Semaphore(0);
  private final AtomicBoolean over = new AtomicBoolean();

  private void waiting(boolean patient) {
    Thread thread =
        new Thread(
            () -> {
              while (!over.get()) {
                doorbell.await(LONG_NANOS, patient);
                doorbell.takeAsked();
                waited.release();
                again.acquireUninterruptibly();
              }
            });
    thread.start();
  }

  @AfterEach
  void end() {
    over.set(true);
    again.release(MANY);
    doorbell.ask();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void every_message_ends_a_wait(boolean patient) throws Exception {
    waiting(patient);

    for (int i = 0; i < MANY; i++) {
      doorbell.deliver();
      waited.acquire();
      again.release();
    }

    assertThat(waited.availablePermits()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void every_question_ends_a_wait(boolean patient) throws Exception {
    waiting(patient);

    for (int i = 0; i < MANY; i++) {
      doorbell.ask();
      waited.acquire();
      again.release();
    }

    assertThat(waited.availablePermits()).isZero();
  }

  @Test
  void a_wait_ends_when_its_time_is_over_and_tells_whether_anybody_asked() {
    doorbell.await(1, false);
    assertThat(doorbell.takeAsked()).isFalse();

    doorbell.ask();
    doorbell.await(LONG_NANOS, true);

    assertThat(doorbell.takeAsked()).isTrue();
    assertThat(doorbell.takeAsked()).isFalse();
  }
}
