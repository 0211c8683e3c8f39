package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.InvalidEventException;
import io.busline.error.UnsupportedException;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.event.StartPosition;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscribingTest {
  private final TestBus test = TestBus.inVirtualTime();
  private final EventBus bus = test.bus;

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void a_subscription_without_a_group_is_named_after_service_and_type() throws Exception {
    Subscription subscription =
        bus.subscribe(Sample.class, e -> test.received.add(e.withData(e.data().text())));

    bus.publish(new Sample("k", "hello"));

    assertThat(subscription.group()).contains("tests.sample.taken");
    assertThat(test.next().data()).isEqualTo("hello");
  }

  @Test
  void without_a_service_a_durable_subscription_is_refused_with_the_remedy() {
    try (EventBus nameless = EventBus.builder(test.broker).codec(new TextCodec()).connect()) {
      assertThatThrownBy(() -> nameless.subscribe(Sample.class, e -> {}))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("connect(url, \"my-service\")")
          .hasMessageContaining("broadcast()");
      assertThat(nameless.publish("order.created", "x")).isNotNull();
    }
  }

  @Test
  void the_same_group_twice_on_one_bus_is_refused_until_the_first_is_closed() {
    Subscription first = bus.subscribe("order.created", String.class, e -> {});

    assertThatThrownBy(() -> bus.subscribe("order.created", String.class, e -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tests.order.created")
        .hasMessageContaining("concurrency");
    first.close();
    assertThat(bus.subscribe("order.created", String.class, e -> {})).isNotNull();
  }

  @Test
  void a_broadcast_cannot_publish_together_with_an_acknowledgement_that_it_does_not_have() {
    assertThatThrownBy(
            () ->
                bus.broadcast()
                    .onTransaction(
                        "order.created", String.class, (event, outputs) -> outputs.publish(event))
                    .subscribe())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Use subscription(");
  }

  @Test
  void each_group_sees_every_event_and_its_instances_share_them() throws Exception {
    List<String> one = Collections.synchronizedList(new ArrayList<>());
    List<String> two = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(200);
    try (EventBus other = test.builder("tests").time(test.time).connect()) {
      for (EventBus instance : List.of(bus, other)) {
        instance
            .subscription("one")
            .on("order.created", String.class, e -> count(one, e, all))
            .subscribe();
        instance
            .subscription("two")
            .on("order.created", String.class, e -> count(two, e, all))
            .subscribe();
      }
      for (int i = 0; i < 100; i++) {
        bus.publish("order.created", "e" + i);
      }

      assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(one).doesNotHaveDuplicates().hasSize(100);
      assertThat(two).doesNotHaveDuplicates().hasSize(100);
    }
  }

  private static void count(List<String> seen, Event<String> event, CountDownLatch latch) {
    seen.add(event.data());
    latch.countDown();
  }

  @Test
  void a_broadcast_reaches_every_instance_and_begins_with_the_latest() throws Exception {
    bus.publish("order.created", "before");
    bus.broadcast().on("order.created", String.class, test.received::add).subscribe();
    bus.broadcast().on("order.created", String.class, test.received::add).subscribe();

    bus.publish("order.created", "after");

    assertThat(test.next().data()).isEqualTo("after");
    assertThat(test.next().data()).isEqualTo("after");
    assertThat(bus.groups()).isEmpty();
  }

  @Test
  void a_new_group_begins_with_the_earliest_and_goes_on_where_it_stopped() throws Exception {
    bus.publish("order.created", "a");
    Subscription first =
        bus.subscription("g").on("order.created", String.class, test.received::add).subscribe();
    assertThat(test.next().data()).isEqualTo("a");
    first.close();
    bus.publish("order.created", "b");

    bus.subscription("g")
        .on("order.created", String.class, test.received::add)
        .from(StartPosition.earliest())
        .subscribe();

    assertThat(test.next().data()).isEqualTo("b");
    assertThat(test.received).isEmpty();
  }

  @Test
  void a_subscription_may_begin_at_a_time() throws Exception {
    bus.publish("order.created", "a");
    test.time.advance(Duration.ofMinutes(1));
    StartPosition now = StartPosition.at(test.time.now());
    bus.publish("order.created", "b");

    bus.subscription("g")
        .on("order.created", String.class, test.received::add)
        .from(now)
        .subscribe();

    assertThat(test.next().data()).isEqualTo("b");
  }

  @Test
  void a_types_own_handler_goes_before_a_pattern() throws Exception {
    bus.subscription("g")
        .onPattern("order.>", String.class, e -> test.received.add(e.withData("pattern")))
        .on("order.created", String.class, e -> test.received.add(e.withData("own")))
        .subscribe();

    bus.publish("order.created", "x");
    bus.publish("order.item.added", "x");
    bus.publish("payment.made", "x");
    bus.publish("order.created", "x");

    assertThat(test.next().data()).isEqualTo("own");
    assertThat(test.next().data()).isEqualTo("pattern");
    assertThat(test.next().data()).isEqualTo("own");
  }

  @Test
  void with_concurrency_handlers_run_at_the_same_time() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3);
    bus.subscription("g")
        .on(
            "order.created",
            String.class,
            e -> {
              together.await(60, TimeUnit.SECONDS);
              test.received.add(e);
            })
        .concurrency(3)
        .subscribe();

    for (int i = 0; i < 3; i++) {
      bus.publish("order.created", "x");
    }

    for (int i = 0; i < 3; i++) {
      test.next();
    }
    assertThat(test.all(Signal.Retrying.class)).isEmpty();
  }

  @Test
  void a_batch_handler_gets_what_is_there_and_fails_single_events() throws Exception {
    for (int i = 0; i < 5; i++) {
      bus.publish(Event.builder("order.created", "e" + i).key("k" + i % 2));
    }
    List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    bus.subscription("g")
        .onBatch(
            EventDefinition.of("order.created", String.class),
            100,
            batch -> {
              sizes.add(batch.events().size());
              for (Event<String> event : batch.events()) {
                if (event.data().equals("e1") && sizes.size() == 1) {
                  batch.fail(event, new IllegalStateException("not this one"));
                } else {
                  test.received.add(event);
                }
              }
            })
        .retry(RetryPolicy.fixed(3, Duration.ofMinutes(1)))
        .subscribe();

    test.until(() -> test.received.size() == 4, "four of five");
    test.await(Signal.Retrying.class);
    test.time.advance(Duration.ofMinutes(1));
    test.until(() -> test.received.stream().anyMatch(e -> e.data().equals("e1")), "the fifth");

    assertThat(sizes.get(0)).isEqualTo(5);
    assertThat(test.received.stream().map(Event::data).filter("e0"::equals)).hasSize(1);
    test.until(() -> bus.groups().get(0).lag().getAsLong() == 0, "acknowledged");
  }

  @Test
  void paused_it_takes_nothing_and_resumed_it_loses_nothing() throws Exception {
    Subscription subscription =
        bus.subscription("g").on("order.created", String.class, test.received::add).subscribe();
    subscription.pause();
    subscription.pause();
    assertThat(subscription.state()).isEqualTo(Subscription.State.PAUSED);

    for (int i = 0; i < 10; i++) {
      bus.publish("order.created", "e" + i);
    }
    test.until(() -> subscription.lag().orElseThrow() == 10, "all ten wait");
    assertThat(test.received).isEmpty();
    subscription.resume();

    for (int i = 0; i < 10; i++) {
      assertThat(test.next().data()).isEqualTo("e" + i);
    }
    assertThat(subscription.state()).isEqualTo(Subscription.State.RUNNING);
  }

  @Test
  void what_is_not_possible_is_refused_when_subscribing() {
    assertThatThrownBy(() -> bus.subscription("g").subscribe())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("handler");
    assertThatThrownBy(() -> bus.subscription("a/b")).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> bus.subscription("g").onPattern("a.>.b", String.class, e -> {}))
        .isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(
            () ->
                bus.subscription("g")
                    .on("a.b", String.class, e -> {})
                    .on("a.b", String.class, e -> {}))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> bus.subscription("g").concurrency(0))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> bus.subscription("g").handlerTimeout(Duration.ZERO))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(
            () ->
                bus.subscription("g")
                    .on("a.b", String.class, e -> {})
                    .requires(Capability.DURABLE)
                    .subscribe())
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("keep events when processes end")
        .hasMessageContaining("memory broker");
    assertThatThrownBy(() -> bus.subscribe(String.class, e -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("@EventType");
  }

  @Test
  @Warns("subscription g is RECOVERING")
  void a_broker_out_of_reach_is_visible_and_comes_back_by_itself() throws Exception {
    try (TestBus real = TestBus.inRealTime()) {
      Subscription subscription =
          real.bus
              .subscription("g")
              .on("order.created", String.class, real.received::add)
              .subscribe();
      real.broker.faults().outage(true);

      real.until(() -> subscription.state() == Subscription.State.RECOVERING, "recovering");
      assertThat(real.bus.health().status()).isEqualTo(Health.Status.DOWN);
      assertThatThrownBy(() -> real.bus.publish("order.created", "x"))
          .hasCauseInstanceOf(BrokerException.class);
      real.broker.faults().outage(false);
      real.bus.publish("order.created", "after");

      assertThat(real.next().data()).isEqualTo("after");
      real.until(() -> real.bus.health().status() == Health.Status.UP, "up");
      assertThat(real.all(Signal.StateChanged.class))
          .extracting(Signal.StateChanged::state)
          .containsSubsequence(Subscription.State.RECOVERING, Subscription.State.RUNNING);
    }
  }

  @Test
  void duplicates_drops_and_disorder_on_the_way_lose_nothing() throws Exception {
    test.broker.faults().duplicateDeliveries(5);
    test.broker.faults().reorderDeliveries(true);
    for (int i = 0; i < 20; i++) {
      bus.publish(Event.builder("order.created", "e" + i).key("k" + i % 4));
    }
    bus.subscription("g").on("order.created", String.class, test.received::add).subscribe();

    test.until(() -> test.received.size() == 25, "twenty and five duplicates");
    assertThat(test.received.stream().map(Event::data).distinct()).hasSize(20);

    test.broker.faults().dropDeliveries(1);
    bus.publish("order.created", "dropped");
    test.until(
        () -> {
          test.time.advance(Duration.ofSeconds(31));
          return test.received.stream().anyMatch(e -> e.data().equals("dropped"));
        },
        "delivered again, however late it was dropped");
  }

  @Test
  void it_explains_what_holds() {
    Subscription subscription =
        bus.subscription("g")
            .on("order.created", String.class, e -> {})
            .concurrency(4)
            .retry(RetryPolicy.fixed(3, Duration.ofSeconds(2)))
            .subscribe();

    assertThat(subscription.explain())
        .contains("order.created", "group g", "at least once", "by key", "4 handlers")
        .contains("3 attempts, after 2s, 2s", "dead letter of g");
    assertThat(bus.explain())
        .contains("memory broker", "keep events when processes end", "subscription g");
  }
}
