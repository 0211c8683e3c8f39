package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Interceptor;
import io.busline.PublishOutcome;
import io.busline.Receipt;
import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What those who publish have run, and what becomes of others when it throws or does not end. */
abstract class CallerContract extends Contract {
  private static final String BAD = "bad";

  CallerContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  private EventBus busWithRoomForTen(Error thrown) {
    return scene()
        .newBus(
            builder ->
                builder
                    .maxInFlight(10, 1_000_000)
                    .interceptor(
                        new Interceptor() {
                          @Override
                          public Event<?> publishing(Event<?> event) {
                            byte[] data = (byte[]) event.data();
                            if (new String(data, StandardCharsets.UTF_8).equals(BAD)) {
                              throw thrown;
                            }
                            return event;
                          }
                        }));
  }

  @Test
  @Behaviour({"E01", "X08"})
  void what_an_interceptor_throws_costs_one_event_of_a_batch_and_no_room() {
    Journal journal = scene().journal("subscriber");
    subscribe(journal);
    EventBus bus = busWithRoomForTen(new NoClassDefFoundError("injected"));

    for (int round = 0; round < 5; round++) {
      List<EventBuilder<byte[]>> events = new ArrayList<>(Scene.events(type("order.created"), 9));
      events.add(Scene.event(type("order.created"), BAD));
      List<PublishOutcome> outcomes = bus.publishAll(events);

      assertThat(outcomes.subList(0, 9)).allMatch(PublishOutcome::isStored);
      assertThat(outcomes.get(9)).isInstanceOf(PublishOutcome.Failed.class);
    }

    journal.awaitHandled(45);
    assertThat(journal.texts()).doesNotContain(BAD);
  }

  @Test
  @Behaviour({"E02", "G27"})
  void an_asynchronous_publish_throws_nothing_and_its_future_tells() {
    EventBus bus = busWithRoomForTen(new StackOverflowError("injected"));

    CompletableFuture<Receipt> answer = bus.publishAsync(Scene.event(type("order.created"), BAD));

    assertThat(answer)
        .failsWithin(scene().harness.patience())
        .withThrowableThat()
        .withCauseInstanceOf(PublishFailedException.class);
  }

  @Test
  @Behaviour({"E03", "X10"})
  void what_is_chained_on_may_publish_or_never_end_and_holds_up_no_other() {
    Gate gate = scene().gate();
    EventBus bus = scene().newBus(builder -> builder.maxInFlight(4, 1_000_000));
    List<Thread> stuck = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      // What is chained on what is answered already runs here, so this is not the test's thread.
      Runnable chaining = () -> publish(bus, "stuck").thenRun(gate::passStubbornly).join();
      stuck.add(new Thread(chaining, "the kit's publisher"));
    }
    stuck.forEach(Thread::start);

    List<CompletableFuture<Receipt>> all = new ArrayList<>();
    for (String number : Scene.numbers(20)) {
      all.add(
          publish(bus, number)
              .thenApply(receipt -> bus.publish(Scene.event(type("order.created"), "more"))));
    }

    scene()
        .await(
            "all are answered, and what was chained on is done",
            () -> all.stream().allMatch(CompletableFuture::isDone),
            all);
    assertThat(all).noneMatch(CompletableFuture::isCompletedExceptionally);
    gate.open();
    scene().await("the others end", () -> stuck.stream().noneMatch(Thread::isAlive), stuck);
  }

  @Test
  @Behaviour({"E04", "G12"})
  void a_publish_interrupted_before_it_is_sent_is_failed_and_never_comes() {
    Journal journal = scene().journal("subscriber");
    subscribe(journal);

    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> bus().publish(Scene.event(type("order.created"), "interrupted")))
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
    }

    bus().publish(Scene.event(type("order.created"), "later"));
    journal.awaitHandled(1);
    assertThat(journal.texts()).containsExactly("later");
  }

  @Test
  @Behaviour({"E05", "V10"})
  void a_listener_that_never_returns_holds_up_nothing() {
    Gate gate = scene().gate();
    Journal journal = scene().journal("subscriber");
    EventBus bus = scene().newBus(builder -> builder.listener(signal -> gate.passStubbornly()));
    scene().group(bus, "a").on(type("order.created"), byte[].class, journal).subscribe();

    assertThat(bus.publishAll(Scene.events(type("order.created"), 50)))
        .allMatch(PublishOutcome::isStored);

    journal.awaitHandled(50);
    gate.open();
  }

  private CompletableFuture<Receipt> publish(EventBus bus, String text) {
    return bus.publishAsync(Scene.event(type("order.created"), text));
  }

  private void subscribe(Journal journal) {
    scene().group(bus(), "a").on(type("order.created"), byte[].class, journal).subscribe();
  }
}
