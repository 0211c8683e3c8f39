package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.admin.DeadLetter;
import io.busline.event.Event;
import io.busline.logs.Logged;
import io.busline.logs.Warns;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler throws is code, too, and harms its own event only. */
class OddFailuresTest {
  private final TestBus test = TestBus.inRealTime();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    test.close();
  }

  /** What an odd exception throws when it is asked. */
  enum Oddity {
    MESSAGE,
    CAUSE,
    STACK,
    WORDS
  }

  /** Fails, or waits, when it is asked for one thing. */
  private static final class Odd extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Oddity oddity;
    private final transient Runnable reaction;

    Odd(Oddity oddity, Runnable reaction) {
      this.oddity = oddity;
      this.reaction = reaction;
    }

    private void asked(Oddity about) {
      if (oddity == about) {
        reaction.run();
      }
    }

    @Override
    public String getMessage() {
      asked(Oddity.MESSAGE);
      return "odd";
    }

    @Override
    public synchronized Throwable getCause() {
      asked(Oddity.CAUSE);
      return null;
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      asked(Oddity.STACK);
      return super.getStackTrace();
    }

    @Override
    public String toString() {
      asked(Oddity.WORDS);
      return super.toString();
    }
  }

  private void failOddly(Oddity oddity, Runnable reaction, Duration timeout) {
    test.bus
        .subscription("g")
        .on(
            "order.created",
            String.class,
            event -> {
              if (event.data().startsWith("odd")) {
                throw new Odd(oddity, reaction);
              }
              test.received.add(event);
            })
        .retry(RetryPolicy.none())
        .handlerTimeout(timeout)
        .subscribe();
    test.bus.publish(Event.builder("order.created", "odd").subject("a"));
    for (int i = 0; i < 20; i++) {
      test.bus.publish(Event.builder("order.created", "fine").subject("b" + i));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Warns("is a dead letter (HANDLER_FAILED)")
  void an_exception_that_throws_when_it_is_asked_harms_its_own_event_only(Oddity oddity)
      throws Exception {
    failOddly(
        oddity,
        () -> {
          throw new StackOverflowError("injected");
        },
        Duration.ofMinutes(1));

    for (int i = 0; i < 20; i++) {
      test.next();
    }
    DeadLetter letter = test.await(Signal.DeadLettered.class).letter();
    assertThat(letter.cause()).contains(Odd.class.getName());
    assertThat(test.all(Signal.StateChanged.class)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MESSAGE", "CAUSE", "STACK"})
  @Warns({"a handler did not return in time", "is a dead letter (HANDLER_TIMED_OUT)"})
  void an_exception_that_never_answers_harms_its_own_event_only(Oddity oddity) throws Exception {
    failOddly(
        oddity,
        () -> {
          boolean waiting = true;
          while (waiting) {
            try {
              release.await();
              waiting = false;
            } catch (InterruptedException e) {
              // Stubborn.
            }
          }
        },
        Duration.ofMillis(100));

    for (int i = 0; i < 20; i++) {
      test.next();
    }
    DeadLetter letter = test.await(Signal.DeadLettered.class).letter();
    assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.HANDLER_TIMED_OUT);
  }

  @Test
  @Warns("is a dead letter")
  void a_log_line_names_what_failed_and_its_cause_and_the_first_retry_is_told_louder() {
    try (Logged log = new Logged()) {
      test.bus
          .subscription("g")
          .on(
              "order.created",
              String.class,
              event -> {
                throw new IllegalStateException("no stock", new SecurityException("locked out"));
              })
          .retry(RetryPolicy.fixed(3, Duration.ofMillis(1)))
          .subscribe();
      Receipt receipt = test.bus.publish("order.created", "x");
      test.await(Signal.DeadLettered.class);

      String cause =
          "java.lang.IllegalStateException: no stock, caused by java.lang.SecurityException: locked out";
      assertThat(log.at(Level.WARNING))
          .singleElement()
          .asString()
          .contains(receipt.id(), "is a dead letter", cause);
      assertThat(log.at(Level.INFO))
          .singleElement()
          .asString()
          .contains(receipt.id(), "attempt 1", cause);
      assertThat(log.at(Level.FINE)).anyMatch(line -> line.contains("attempt 2"));
    }
  }
}
