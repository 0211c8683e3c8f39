package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.logs.Warns;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers have run while they publish costs their own event only, and no room. */
class CallersCodeTest {
  private final TestBus test = TestBus.inRealTime();
  private final LateBroker late = new LateBroker(test.broker);
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    over.set(true);
    release.countDown();
    test.close();
  }

  private static Interceptor failingOn(String data, Throwable thrown) {
    return new Interceptor() {
      @Override
      public Event<?> publishing(Event<?> event) {
        if (event.data().equals(data)) {
          throw Thrown.<RuntimeException>undeclared(thrown);
        }
        return event;
      }
    };
  }

  private EventBus lateBus(UnaryOperator<EventBusBuilder> options) {
    return options
        .apply(EventBus.builder(late).codec(new TextCodec()).closeTimeout(Duration.ofMillis(500)))
        .connect();
  }

  private void answerOnItsOwnThread() {
    Thread thread =
        new Thread(
            () -> {
              while (!over.get()) {
                if (late.answer() == 0) {
                  Thread.onSpinWait();
                }
              }
            },
            "the broker's");
    thread.setDaemon(true);
    thread.start();
  }

  private static List<EventBuilder<String>> events(int count, String last) {
    List<EventBuilder<String>> events = new ArrayList<>();
    for (int i = 0; i < count - 1; i++) {
      events.add(Event.builder("order.created", "e" + i));
    }
    events.add(Event.builder("order.created", last));
    return events;
  }

  @Test
  void an_interceptor_that_throws_costs_its_own_event_of_a_batch_and_no_room() {
    for (Throwable thrown :
        List.of(new IllegalStateException("no"), new LinkageError("no"), new IOException("no"))) {
      try (EventBus bus =
          test.builder("small")
              .maxInFlight(300, 1_000_000)
              .publishTimeout(Duration.ofSeconds(2))
              .interceptor(failingOn("bad", thrown))
              .connect()) {
        for (int round = 0; round < 4; round++) {
          List<PublishOutcome> outcomes = bus.publishAll(events(100, "bad"));

          assertThat(outcomes.subList(0, 99)).allMatch(PublishOutcome::isStored);
          assertThat(outcomes.get(99))
              .isInstanceOfSatisfying(
                  PublishOutcome.Failed.class,
                  failed -> assertThat(failed.cause()).hasCause(thrown));
        }
        assertThat(bus.publish("order.created", "fine")).isNotNull();
        assertThat(bus.drain(Duration.ofSeconds(1)).unconfirmed()).isZero();
      }
    }
  }

  @Test
  void an_asynchronous_publish_throws_nothing_whatever_an_interceptor_throws() {
    try (EventBus bus =
        test.builder("small").interceptor(failingOn("bad", new StackOverflowError())).connect()) {
      assertThat(bus.publishAsync("order.created", "bad"))
          .failsWithin(TestBus.PATIENCE)
          .withThrowableThat()
          .withCauseInstanceOf(PublishFailedException.class)
          .withMessageContaining("StackOverflowError");
      assertThatThrownBy(() -> bus.publish("order.created", "bad"))
          .isInstanceOf(PublishFailedException.class);
    }
  }

  @Test
  void what_is_chained_on_never_runs_on_a_brokers_thread_however_late_it_is_chained() {
    answerOnItsOwnThread();
    Set<String> threads = ConcurrentHashMap.newKeySet();
    try (EventBus bus = lateBus(builder -> builder)) {
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < 60_000; i++) {
        CompletableFuture<Receipt> future = bus.publishAsync("order.created", "x");
        for (int spin = 0; spin < i % 50; spin++) {
          Thread.onSpinWait();
        }
        all.add(
            CompletableFuture.allOf(future)
                .thenRun(() -> threads.add(Thread.currentThread().getName())));
      }

      assertThat(CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)))
          .succeedsWithin(TestBus.PATIENCE);
      assertThat(threads).doesNotContain("the broker's");
    }
  }

  @Test
  void what_is_chained_on_and_never_ends_holds_up_no_other() {
    try (EventBus bus = lateBus(builder -> builder)) {
      for (int i = 0; i < 10; i++) {
        var unused = bus.publishAsync("order.created", "stuck").thenRun(this::waitForRelease);
      }
      answerOnItsOwnThread();
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(
            bus.publishAsync("order.created", "x")
                .thenApply(receipt -> bus.publish("order.created", "y")));
      }

      assertThat(CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)))
          .succeedsWithin(TestBus.PATIENCE);
    }
  }

  private void waitForRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_publish_interrupted_before_it_is_sent_is_failed_and_the_thread_stays_interrupted() {
    try (EventBus bus = lateBus(builder -> builder.maxInFlight(1, 1_000))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> bus.publish("order.created", "a"))
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(bus.publishAll(events(3, "b")))
          .allMatch(outcome -> outcome instanceof PublishOutcome.Failed);
      assertThat(Thread.interrupted()).isTrue();

      CompletableFuture<Receipt> first = bus.publishAsync("order.created", "takes all room");
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> bus.publish("order.created", "a"))
          .isInstanceOf(PublishFailedException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(late.answer()).isEqualTo(1);
      assertThat(first).succeedsWithin(TestBus.PATIENCE);
    }
  }

  @Test
  @Warns("the bus of anonymous closed with 1 publishes unconfirmed")
  void one_publish_without_an_answer_keeps_none_of_those_behind_it() {
    try (EventBus bus = lateBus(builder -> builder)) {
      test.broker.faults().withholdAnswers(1);
      CompletableFuture<Receipt> unanswered = bus.publishAsync("order.created", "unanswered");
      List<WeakReference<CompletableFuture<Receipt>>> kept = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        kept.add(new WeakReference<>(bus.publishAsync("order.created", "x")));
        late.answer();
      }

      test.until(
          () -> {
            System.gc();
            return kept.stream().filter(reference -> reference.get() != null).count() < 200;
          },
          "what was answered is forgotten");
      assertThat(unanswered).isNotDone();
    }
  }
}
