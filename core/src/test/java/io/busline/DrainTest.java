package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {
  private final TestBus test = TestBus.inRealTime();
  private final EventBus bus = test.bus;
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    test.close();
  }

  private Subscription slow() {
    return bus.subscription("g")
        .on(
            "order.created",
            String.class,
            event -> {
              started.countDown();
              release.await();
              test.received.add(event);
            })
        .subscribe();
  }

  @Test
  void a_drain_waits_for_the_running_handler_and_gives_the_rest_back() throws Exception {
    Subscription subscription = slow();
    for (int i = 0; i < 5; i++) {
      bus.publish("order.created", "e" + i);
    }
    started.await();

    CompletableFuture<DrainReport> drain =
        CompletableFuture.supplyAsync(() -> subscription.drain(Duration.ofSeconds(10)));
    test.until(() -> subscription.state() == Subscription.State.DRAINING, "draining");
    release.countDown();

    assertThat(drain).succeedsWithin(TestBus.PATIENCE).returns(true, DrainReport::isComplete);
    assertThat(subscription.state()).isEqualTo(Subscription.State.CLOSED);
    assertThat(test.received).extracting(Event::data).containsExactly("e0");
    assertThat(bus.groups().get(0).lag()).hasValue(4);
    bus.subscription("g").on("order.created", String.class, test.received::add).subscribe();
    test.until(() -> test.received.size() == 5, "the rest");
    assertThat(test.received).extracting(Event::data).containsExactly("e0", "e1", "e2", "e3", "e4");
  }

  @Test
  void past_the_deadline_it_reports_what_was_abandoned_and_that_comes_again() throws Exception {
    Subscription subscription = slow();
    Receipt receipt = bus.publish("order.created", "e0");
    started.await();

    DrainReport report = subscription.drain(Duration.ofMillis(50));

    assertThat(report.abandoned())
        .containsExactly(new DrainReport.Abandoned("g", "order.created", receipt.id()));
    assertThat(bus.groups().get(0).lag()).hasValue(1);
    try (EventBus next = test.builder("next").connect()) {
      next.subscription("g").on("order.created", String.class, test.received::add).subscribe();
      assertThat(test.next().id()).isEqualTo(receipt.id());
    }
  }

  @Test
  void a_handler_may_still_publish_while_the_bus_drains() throws Exception {
    bus.subscription("g")
        .on(
            "order.created",
            String.class,
            event -> {
              started.countDown();
              release.await();
              bus.publish("order.handled", "yes");
            })
        .subscribe();
    bus.publish("order.created", "e0");
    started.await();

    CompletableFuture<DrainReport> drain =
        CompletableFuture.supplyAsync(() -> bus.drain(Duration.ofSeconds(10)));
    test.until(
        () ->
            test.all(Signal.StateChanged.class).stream()
                .anyMatch(s -> s.state() == Subscription.State.DRAINING),
        "draining");
    release.countDown();

    assertThat(drain).succeedsWithin(TestBus.PATIENCE).returns(true, DrainReport::isComplete);
    assertThat(test.broker.topics().get(0).types()).contains("order.handled");
  }

  @Test
  void closing_twice_is_fine_and_closing_from_several_threads_too() {
    Subscription subscription =
        bus.subscription("g").on("order.created", String.class, e -> {}).subscribe();

    CompletableFuture<?>[] closings = new CompletableFuture<?>[8];
    for (int i = 0; i < closings.length; i++) {
      closings[i] = CompletableFuture.runAsync(i % 2 == 0 ? subscription::close : bus::close);
    }

    assertThat(CompletableFuture.allOf(closings)).succeedsWithin(TestBus.PATIENCE);
    assertThat(subscription.state()).isEqualTo(Subscription.State.CLOSED);
  }

  @Test
  void closing_within_a_handler_does_not_hang() {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    bus.subscription("g")
        .on(
            "order.created",
            String.class,
            event -> {
              bus.drain(Duration.ofMillis(100));
              closed.complete(true);
            })
        .subscribe();

    bus.publish("order.created", "x");

    assertThat(closed).succeedsWithin(TestBus.PATIENCE);
  }
}
