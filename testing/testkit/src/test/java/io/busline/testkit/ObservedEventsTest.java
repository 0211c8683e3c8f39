package io.busline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.logs.Warns;
import io.busline.memory.MemoryBroker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a broker says was published and handled. */
class ObservedEventsTest {
  private static final EventDefinition<byte[]> CREATED =
      EventDefinition.of("order.created", byte[].class);

  private final TestBroker broker = TestBroker.create("a test");
  private final EventBus bus = broker.connect("shop");
  private final Recorder<byte[]> handler = new Recorder<>();

  @AfterEach
  void close() {
    handler.release();
    broker.closeBuses();
    broker.close();
  }

  @Test
  void what_the_broker_confirmed_is_published_and_nothing_else() {
    broker.faults().failPublishes(1);
    assertThatThrownBy(() -> publish(1)).isInstanceOf(PublishFailedException.class);
    publish(2);
    bus.publish(Event.builder(CREATED, new byte[] {3}).id("e-3"));
    bus.publish(Event.builder(CREATED, new byte[] {3}).id("e-3"));

    assertThat(broker.published().data(byte[].class))
        .containsExactly(new byte[] {2}, new byte[] {3});
    assertThat(broker.published().of(Object.class)).hasSize(2);
    assertThat(broker.published().of(String.class)).isEmpty();
    assertThat(broker.published().toString()).contains("order.created e-3 (1 bytes)");
  }

  @Test
  void what_a_handler_took_is_handled_once_for_each_group() {
    bus.subscription("one").on(CREATED, handler.failNext(1)).subscribe();
    bus.subscription("two").on(CREATED, event -> {}).subscribe();
    bus.broadcast().on(CREATED, event -> {}).subscribe();

    publish(1);
    broker.settle();
    assertThat(broker.handled().by("one")).isEmpty();

    broker.advance(Duration.ofSeconds(1));
    assertThat(broker.handled().all())
        .extracting(HandledEvent::subscription)
        .containsExactlyInAnyOrder("one", "two", "broadcast");
    assertThat(broker.handled().toString()).contains("by one at attempt 2");
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED)")
  void what_was_given_up_is_not_handled_until_it_is_redriven() {
    bus.subscription("one").on(CREATED, handler.failNext(1)).retry(RetryPolicy.none()).subscribe();
    publish(1);
    broker.settle();

    assertThat(broker.handled().all()).isEmpty();
    assertThat(broker.deadLetters()).hasSize(1);

    bus.deadLetters().redrive(DeadLetterQuery.all(), RedriveOptions.now());
    broker.settle();
    assertThat(broker.handled().all()).hasSize(1);
    assertThat(broker.published().all()).hasSize(1);
    assertThat(broker.deadLetters()).isEmpty();
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED)")
  void an_event_that_fails_in_a_batch_is_not_handled_with_the_others() {
    publish(1);
    publish(2);
    bus.subscription("one")
        .onBatch(
            CREATED,
            10,
            batch ->
                batch.events().stream()
                    .filter(event -> event.data()[0] == 1)
                    .forEach(event -> batch.fail(event, new IllegalArgumentException("no"))))
        .retry(RetryPolicy.none())
        .subscribe();
    broker.settle();

    assertThat(broker.handled().data(byte[].class)).containsExactly(new byte[] {2});
  }

  @Test
  void what_a_transactional_handler_publishes_is_published_and_its_event_handled() {
    bus.subscription("one")
        .onTransaction(
            CREATED,
            (event, transaction) -> transaction.publish(Event.builder("order.paid", event.data())))
        .subscribe();
    publish(1);
    broker.settle();

    assertThat(broker.published().all())
        .extracting(Event::type)
        .containsExactly("order.created", "order.paid");
    assertThat(broker.handled().all()).hasSize(1);
  }

  @Test
  void a_bus_that_is_left_open_is_told_with_the_line_that_opened_it() {
    try (EventBus other = broker.connect("other")) {
      assertThat(broker.openBuses()).hasSize(2);
      assertThat(TestBroker.of(other)).isSameAs(broker);
    }

    assertThat(broker.openBuses())
        .singleElement()
        .asString()
        .contains("shop at a test", "ObservedEventsTest.java:");
    broker.closeBuses();
    assertThat(broker.openBuses()).isEmpty();
  }

  @Test
  void a_bus_that_is_on_no_test_broker_is_refused() {
    try (MemoryBroker memory = MemoryBroker.create();
        EventBus other = EventBus.builder(memory).service("other").connect()) {
      assertThatThrownBy(() -> TestBroker.of(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("other", "was not opened by TestBroker.connect(…)");
    }
  }

  private void publish(int number) {
    bus.publish("order.created", new byte[] {(byte) number});
  }
}
