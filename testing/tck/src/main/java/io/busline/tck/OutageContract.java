package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.PublishOutcome;
import io.busline.RetryPolicy;
import io.busline.Signal;
import io.busline.Subscription;
import io.busline.Subscription.State;
import io.busline.event.EventBuilder;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A broker goes out of reach and comes back; nobody restarts anything, and nothing is lost. */
@MayWarn
abstract class OutageContract extends Contract {

  OutageContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"W20", "X01", "C10", "G25"})
  void a_subscription_goes_on_by_itself_when_the_broker_is_back() {
    Journal journal = scene().journal("subscriber");
    Subscription subscription = subscribe(bus(), journal);
    bus().publish(Scene.event(type("order.created"), "before"));
    journal.awaitHandled(1);

    Runnable back = scene().outage();
    scene()
        .await(
            "the subscription says so",
            () -> subscription.state() == State.RECOVERING,
            subscription);
    assertThat(bus().health().status()).isEqualTo(Health.Status.DOWN);
    back.run();

    scene().await("it recovers", () -> subscription.state() == State.RUNNING, subscription);
    publishUntilStored(bus(), "after");
    scene().await("it receives", () -> journal.texts().contains("after"), journal);
    scene().await("all is well", () -> bus().health().status() == Health.Status.UP, bus().health());
  }

  @Test
  @Behaviour({"W20", "X08", "C09", "G27"})
  void a_publish_during_an_outage_never_lies() {
    Journal journal = scene().journal("subscriber");
    subscribe(bus(), journal);
    EventBus publisher = scene().newBus(builder -> builder.publishTimeout(Duration.ofMillis(300)));
    Runnable back = scene().outage();

    List<EventBuilder<byte[]>> events = Scene.events(type("order.created"), 5);
    List<PublishOutcome> outcomes = publisher.publishAll(events);
    back.run();

    // Again and again: where nothing is kept, it is missed by who is back later than the publisher.
    scene()
        .await(
            "one arrives",
            () -> {
              publisher.publishAll(List.of(Scene.event(type("order.created"), "one")));
              return journal.texts().contains("one");
            },
            journal);
    List<String> mustCome = new ArrayList<>();
    List<String> mustNotCome = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      PublishOutcome outcome = outcomes.get(i);
      if (outcome instanceof PublishOutcome.Stored) {
        mustCome.add(Integer.toString(i));
      } else if (outcome instanceof PublishOutcome.Failed) {
        mustNotCome.add(Integer.toString(i));
      }
    }
    assertThat(journal.texts()).containsAll(mustCome).noneMatch(mustNotCome::contains);
    assertThat(mustCome).as("stored while the broker was out of reach").isEmpty();
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour({"W20", "X02", "W18"})
  void what_a_handler_was_busy_with_is_not_lost() {
    Gate gate = scene().gate();
    Journal journal = scene().journal("subscriber", event -> gate.pass());
    subscribe(bus(), journal);
    bus().publishAll(Scene.events(type("order.created"), 10));
    journal.awaitTried(1);

    Runnable back = scene().outage();
    gate.open();
    scene().pass(Duration.ofMillis(50));
    back.run();

    scene()
        .await(
            "everything is handled", () -> journal.texts().containsAll(Scene.numbers(10)), journal);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.DEAD_LETTERS})
  @Behaviour({"W41", "X02"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", orMore = true)
  void a_dead_letter_that_cannot_be_stored_is_stored_later_and_once() {
    List<Signal> signals = new CopyOnWriteArrayList<>();
    EventBus bus = scene().newBus(builder -> builder.listener(signals::add));
    Gate gate = scene().gate();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  gate.pass();
                  throw new InjectedFailure();
                });
    bus.subscription(scene().name("a"))
        .on(type("order.created"), byte[].class, journal)
        .retry(RetryPolicy.none())
        .subscribe();
    bus.publish(Scene.event(type("order.created"), "k", "1"));
    journal.awaitTried(1);

    Runnable back = scene().outage();
    gate.open();
    scene()
        .await(
            "the failure is told, or what was held is lost with the connection",
            () -> signals.stream().anyMatch(OutageContract::isSetback),
            signals);
    back.run();

    assertThat(scene().awaitLetters(bus(), "a", 1)).hasSize(1);
    // Where nothing is remembered of it, what is held goes back to the queue with the connection.
    int most = scene().can(Capability.DURABLE_RETRY) ? 1 : 2;
    assertThat(journal.tried()).hasSizeBetween(1, most);
  }

  private static boolean isSetback(Signal signal) {
    return signal instanceof Signal.DeadLetterNotStored
        || (signal instanceof Signal.StateChanged changed && changed.state() == State.RECOVERING);
  }

  /** As a service does: again, with the same id. */
  private void publishUntilStored(EventBus bus, String text) {
    EventBuilder<byte[]> event = Scene.event(type("order.created"), text).id(text);
    List<PublishOutcome> outcomes = new ArrayList<>();
    scene()
        .await(
            "publishing works again",
            () -> {
              outcomes.addAll(bus.publishAll(List.of(event)));
              return outcomes.get(outcomes.size() - 1).isStored();
            },
            outcomes);
  }

  private Subscription subscribe(EventBus bus, Journal journal) {
    return scene().group(bus, "a").on(type("order.created"), byte[].class, journal).subscribe();
  }
}
