package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Health.Status;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.ForwardingBroker;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.LetterPage;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Health is a promise: UP means that events move. */
class ProgressTest {
  private final TestBus test = TestBus.inVirtualTime();
  private EventBus bus = test.bus;

  @AfterEach
  void close() {
    bus.close();
    test.close();
  }

  private EventBus on(Broker broker) {
    bus =
        EventBus.builder(broker)
            .service("tests")
            .codec(new TextCodec())
            .time(test.time)
            .closeTimeout(Duration.ofMillis(300))
            .listener(test.signals::add)
            .connect();
    return bus;
  }

  private Subscription subscribe(EventHandler<String> handler) {
    return bus.subscription("g")
        .on("order.created", String.class, handler)
        .retry(RetryPolicy.none())
        .handlerTimeout(Duration.ofSeconds(1))
        .subscribe();
  }

  /** Lets time go by until health is as it should be. */
  private Health awaitHealth(Status status) {
    test.until(
        () -> {
          test.time.advance(Duration.ofMillis(5));
          LockSupport.parkNanos(1_000_000);
          return bus.health().status() == status;
        },
        status + " instead of " + bus.health());
    return bus.health();
  }

  private void awaitTold(Status status) {
    test.until(
        () ->
            test.all(Signal.HealthChanged.class).stream()
                .anyMatch(told -> told.subscription().equals("g") && told.status() == status),
        "it is told " + status);
  }

  /** A store of dead letters that answers nothing. */
  private static final class SilentStore implements DeadLetterStore {
    final List<CompletableFuture<Void>> answers = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<Void> store(DeadLetter letter) {
      CompletableFuture<Void> answer = new CompletableFuture<>();
      answers.add(answer);
      return answer;
    }

    @Override
    public LetterPage list(DeadLetterQuery query, String from, int limit) {
      return LetterPage.last(List.of());
    }

    @Override
    public int remove(Collection<String> ids) {
      return 0;
    }
  }

  @Test
  @Warns({
    "subscription g is DEGRADED: the broker has not said",
    "a dead letter could not be stored: the broker did not answer within 10s",
    "subscription g is DOWN: the broker has not said",
    "is a dead letter (HANDLER_FAILED)"
  })
  void a_dead_letter_of_which_nothing_is_heard_shows_and_is_stored_again_and_any_answer_ends_it() {
    SilentStore store = new SilentStore();
    on(
        new ForwardingBroker(test.broker) {
          @Override
          public Optional<DeadLetterStore> deadLetters() {
            return Optional.of(store);
          }

          @Override
          public void close() {}
        });
    subscribe(
        event -> {
          throw new IllegalStateException("no");
        });
    bus.publish("order.created", "x");
    test.until(() -> store.answers.size() == 1, "a letter is to be stored");

    awaitHealth(Status.DEGRADED);
    awaitTold(Status.DEGRADED);
    assertThat(awaitHealth(Status.DOWN).problems())
        .singleElement()
        .asString()
        .contains("subscription g", "1 events wait");
    awaitTold(Status.DOWN);
    assertThat(test.all(Signal.DeadLetterNotStored.class)).isNotEmpty();
    assertThat(store.answers).hasSizeGreaterThan(1);

    store.answers.get(0).complete(null);
    awaitHealth(Status.UP);
    awaitTold(Status.UP);
    assertThat(test.all(Signal.DeadLettered.class)).hasSize(1);
  }

  /** A broker of which each consumer is bewitched. */
  private Broker consuming(UnaryOperator<BrokerConsumer> bewitched) {
    return new ForwardingBroker(test.broker) {
      @Override
      public BrokerConsumer open(ConsumerSpec spec) {
        return bewitched.apply(super.open(spec));
      }

      @Override
      public void close() {}
    };
  }

  /** Another consumer, but for how it polls and what it says waits. */
  private abstract static class OddConsumer implements BrokerConsumer {
    final BrokerConsumer consumer;

    OddConsumer(BrokerConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void ack(Collection<? extends InboundMessage> done) {
      consumer.ack(done);
    }

    @Override
    public void release(Collection<? extends InboundMessage> messages) {
      consumer.release(messages);
    }

    @Override
    public OptionalLong lag() {
      return consumer.lag();
    }

    @Override
    public void wakeup() {
      consumer.wakeup();
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  @Test
  @Warns("subscription g is DEGRADED: nothing has moved")
  @MayWarn("subscription g is DOWN: nothing has moved")
  void events_that_wait_at_the_broker_and_never_come_show_with_how_many_they_are() {
    AtomicInteger asked = new AtomicInteger();
    on(
        consuming(
            consumer ->
                new OddConsumer(consumer) {
                  @Override
                  public void poll(int max, long waitNanos, Inbox inbox) {
                    consumer.poll(0, waitNanos, inbox);
                  }

                  @Override
                  public OptionalLong lag() {
                    asked.incrementAndGet();
                    return super.lag();
                  }
                }));
    subscribe(event -> {});
    for (int i = 0; i < 3; i++) {
      bus.publish("order.created", "x");
    }

    assertThat(awaitHealth(Status.DEGRADED).problems())
        .singleElement()
        .asString()
        .contains("nothing has moved", "3 events wait");
    awaitTold(Status.DEGRADED);
    awaitHealth(Status.DOWN);
    assertThat(asked).hasValueLessThan(10);
  }

  @Test
  @Warns("all 3 events that may be held have waited to be retried")
  @MayWarn("is discarded: java.lang.IllegalStateException: not yet")
  void a_subscription_that_is_full_of_what_is_to_be_retried_says_so() {
    bus.subscription("g")
        .on(
            "order.created",
            String.class,
            event -> {
              if (event.data().equals("bad")) {
                throw new IllegalStateException("not yet");
              }
            })
        .prefetch(3)
        .retry(RetryPolicy.fixed(2, Duration.ofSeconds(20)))
        .discardFailed()
        .subscribe();
    for (int i = 0; i < 3; i++) {
      bus.publish("order.created", "bad");
    }
    bus.publish("order.created", "good");

    assertThat(awaitHealth(Status.DEGRADED).problems())
        .singleElement()
        .asString()
        .contains("no other key is handled", "Raise prefetch");
    awaitTold(Status.DEGRADED);
    awaitHealth(Status.UP);
  }

  @Test
  void what_waits_for_its_retry_is_well() {
    AtomicInteger attempts = new AtomicInteger();
    bus.subscription("g")
        .on(
            "order.created",
            String.class,
            event -> {
              if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
              }
            })
        .retry(RetryPolicy.fixed(2, Duration.ofHours(1)))
        .handlerTimeout(Duration.ofSeconds(1))
        .subscribe();
    bus.publish("order.created", "x");
    test.await(Signal.Retrying.class);

    test.time.advance(Duration.ofMinutes(59));
    LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());

    assertThat(bus.health().status()).isEqualTo(Status.UP);
    test.time.advance(Duration.ofMinutes(2));
    test.until(() -> attempts.get() == 2, "the second attempt");
  }

  @Test
  @Warns({
    "subscription g is RECOVERING. subscription g: IOException: first",
    "java.io.IOException: first",
    "java.lang.NoClassDefFoundError: second",
    "java.lang.StackOverflowError: third"
  })
  void a_subscription_outlives_whatever_is_thrown_in_its_thread_and_says_what_that_was() {
    AtomicInteger polls = new AtomicInteger();
    List<Throwable> odd =
        List.of(
            new IOException("first"),
            new NoClassDefFoundError("second"),
            new StackOverflowError("third"));
    on(
        consuming(
            consumer ->
                new OddConsumer(consumer) {
                  @Override
                  public void poll(int max, long waitNanos, Inbox inbox) {
                    int poll = polls.getAndIncrement();
                    if (poll < odd.size()) {
                      throw Thrown.<RuntimeException>undeclared(odd.get(poll));
                    }
                    consumer.poll(max, waitNanos, inbox);
                  }
                }));
    Subscription subscription = subscribe(test.received::add);
    bus.publish("order.created", "x");

    test.until(() -> test.received.size() == 1, "it is handled");
    assertThat(test.await(Signal.StateChanged.class))
        .returns(Subscription.State.RECOVERING, Signal.StateChanged::state)
        .satisfies(changed -> assertThat(changed.detail()).contains("first"));
    test.until(() -> subscription.state() == Subscription.State.RUNNING, "it runs again");
  }

  @Test
  @Warns(
      value = "met an unforeseen failure: java.lang.LinkageError: injected into ack()",
      times = 2)
  @Warns(value = "subscription g is RECOVERING", orMore = true)
  void what_the_broker_did_not_take_back_is_given_back_again() {
    AtomicInteger acks = new AtomicInteger();
    on(
        consuming(
            consumer ->
                new OddConsumer(consumer) {
                  @Override
                  public void poll(int max, long waitNanos, Inbox inbox) {
                    consumer.poll(max, waitNanos, inbox);
                  }

                  @Override
                  public void ack(Collection<? extends InboundMessage> done) {
                    if (acks.incrementAndGet() <= 2) {
                      throw new LinkageError("injected into ack()");
                    }
                    super.ack(done);
                  }
                }));
    Subscription subscription = subscribe(test.received::add);
    bus.publish("order.created", "x");

    test.until(() -> test.received.size() == 1, "it is handled");
    test.until(
        () -> {
          test.time.advance(Duration.ofMillis(5));
          return subscription.lag().equals(OptionalLong.of(0));
        },
        "it is acknowledged");
    assertThat(test.received).hasSize(1);
  }
}
