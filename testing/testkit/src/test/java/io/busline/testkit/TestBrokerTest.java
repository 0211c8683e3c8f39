package io.busline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.logs.Warns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TestBrokerTest {
  private static final RetryPolicy EVERY_MINUTE = RetryPolicy.fixed(5, Duration.ofMinutes(1));

  private final TestBroker broker = TestBroker.create();
  private final EventBus bus = broker.connect("shipping");
  private final Recorder<byte[]> recorder = new Recorder<>();

  @AfterEach
  void close() {
    recorder.release();
    bus.close();
    broker.close();
  }

  @RepeatedTest(20)
  void settling_waits_until_everything_published_is_handled() {
    subscribe(recorder).concurrency(4).subscribe();

    for (int i = 0; i < 300; i++) {
      bus.publish(event("key" + i % 10, i));
    }
    broker.settle();

    assertThat(recorder.events()).hasSize(300);
  }

  @RepeatedTest(20)
  void settling_waits_for_what_handlers_publish_in_turn() {
    Recorder<byte[]> mail = new Recorder<>();
    bus.subscribe("mail.wanted", byte[].class, mail);
    bus.subscribe("invoice.created", byte[].class, e -> bus.publish("mail.wanted", e.data()));
    bus.subscribe("order.created", byte[].class, e -> bus.publish("invoice.created", e.data()));

    for (int i = 0; i < 10; i++) {
      bus.publish("order.created", new byte[] {(byte) i});
    }
    broker.settle();

    assertThat(mail.data()).hasSize(10);
  }

  @RepeatedTest(20)
  void a_retry_happens_when_its_time_has_come_and_not_before() {
    subscribe(recorder.failNext(2)).retry(EVERY_MINUTE).subscribe();

    bus.publish(event("k", 1));
    broker.settle();
    assertThat(recorder.attempts()).isEqualTo(1);

    broker.advance(Duration.ofSeconds(59));
    assertThat(recorder.attempts()).isEqualTo(1);

    broker.advance(Duration.ofSeconds(1));
    assertThat(recorder.attempts()).isEqualTo(2);

    broker.advance(Duration.ofMinutes(1));
    assertThat(recorder.events()).hasSize(1);
  }

  @RepeatedTest(20)
  void advancing_far_does_one_after_another_whatever_comes_due() {
    subscribe(recorder.failNext(4)).retry(EVERY_MINUTE).subscribe();
    List<Duration> times = new ArrayList<>();
    bus.broadcast().on("order.created", byte[].class, event -> times.add(elapsed())).subscribe();

    bus.publish(event("k", 1));
    bus.publish(event("k", 2));
    broker.advance(Duration.ofMinutes(4));

    assertThat(recorder.data()).containsExactly(new byte[] {1}, new byte[] {2});
    assertThat(recorder.attempts()).isEqualTo(6);
    assertThat(times).containsExactly(Duration.ZERO, Duration.ZERO);
    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(4));
  }

  @RepeatedTest(5)
  void what_waits_for_its_retry_holds_up_its_own_key_only() {
    subscribe(recorder.failNext(1)).retry(EVERY_MINUTE).subscribe();
    bus.publish(event("k", 1));
    broker.settle();

    bus.publish(event("k", 2));
    bus.publish(event("other", 3));
    broker.settle();

    assertThat(recorder.data()).containsExactly(new byte[] {3});
    broker.advance(Duration.ofMinutes(1));
    assertThat(recorder.data()).containsExactly(new byte[] {3}, new byte[] {1}, new byte[] {2});
  }

  @RepeatedTest(5)
  @Warns("is a dead letter (HANDLER_FAILED) after 5 attempts")
  void a_poison_event_is_a_dead_letter_once_its_attempts_are_over() {
    subscribe(recorder.failNext(5)).retry(EVERY_MINUTE).subscribe();
    bus.publish(event("k", 1));

    broker.advance(Duration.ofMinutes(4));

    DeadLetterQuery all = DeadLetterQuery.all();
    assertThat(bus.deadLetters().list(all, 10)).hasSize(1);
    bus.deadLetters().redrive(all, RedriveOptions.now());
    broker.settle();
    assertThat(recorder.events()).hasSize(1);
  }

  @Test
  @Warns({"a dead letter could not be stored", "is a dead letter (HANDLER_FAILED)"})
  void a_dead_letter_that_is_refused_is_stored_when_time_goes_on() {
    broker.faults().failDeadLetters(1);
    subscribe(recorder.failNext(1)).retry(RetryPolicy.none()).subscribe();
    bus.publish(event("k", 1));
    broker.settle();
    assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 10)).isEmpty();

    broker.advance(Duration.ofMinutes(1));

    assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 10)).hasSize(1);
  }

  @Test
  void a_delivery_lost_on_the_way_comes_when_its_lease_is_over() {
    broker.faults().dropDeliveries(1);
    subscribe(recorder).subscribe();
    bus.publish(event("k", 1));
    broker.settle();
    assertThat(recorder.attempts()).isZero();

    broker.advance(Duration.ofMinutes(1));

    assertThat(recorder.events()).hasSize(1);
  }

  @Test
  void a_paused_subscription_that_holds_nothing_is_settled() {
    Subscription subscription = subscribe(recorder).subscribe();
    subscription.pause();
    broker.settle();

    bus.publish(event("k", 1));
    broker.settle();
    assertThat(recorder.attempts()).isZero();

    subscription.resume();
    broker.settle();
    assertThat(recorder.events()).hasSize(1);
  }

  @Test
  void two_services_on_one_broker_settle_together() {
    try (EventBus billing = broker.connect("billing")) {
      Recorder<byte[]> invoices = new Recorder<>();
      billing.subscribe("order.created", byte[].class, invoices);
      subscribe(recorder).subscribe();

      bus.publish(event("k", 1));
      broker.settle();

      assertThat(recorder.events()).isEqualTo(invoices.events());
    }
  }

  @Test
  void a_handler_that_does_not_return_is_named() {
    recorder.hold();
    subscribe(recorder).subscribe();
    bus.publish(event("k", 1).id("e-1"));

    assertThatThrownBy(() -> broker.settle(Duration.ofMillis(50)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("orders")
        .hasMessageContaining("e-1")
        .hasMessageContaining("is being handled");
  }

  private Duration elapsed() {
    return Duration.ofNanos(broker.time().nanos());
  }

  private SubscriptionBuilder subscribe(Recorder<byte[]> handler) {
    return bus.subscription("orders").on("order.created", byte[].class, handler);
  }

  private static EventBuilder<byte[]> event(String key, int number) {
    return Event.builder("order.created", new byte[] {(byte) number}).subject(key);
  }
}
