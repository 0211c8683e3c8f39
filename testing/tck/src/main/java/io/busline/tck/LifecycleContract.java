package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.DrainReport;
import io.busline.DrainReport.Abandoned;
import io.busline.EventBus;
import io.busline.Health;
import io.busline.Receipt;
import io.busline.Subscription;
import io.busline.Subscription.State;
import io.busline.SubscriptionBuilder;
import io.busline.error.BusClosedException;
import io.busline.error.EventBusException;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Pausing, draining and closing: in time, and without a loss. */
abstract class LifecycleContract extends Contract {
  private static final Duration SHORT = Duration.ofMillis(100);

  LifecycleContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"W09", "D14"})
  void closing_twice_is_fine() {
    EventBus bus = scene().newBus();
    Subscription subscription = builder(bus, "a", scene().journal("subscriber")).subscribe();

    subscription.close();
    subscription.close();
    bus.close();
    bus.close();

    assertThat(subscription.state()).isEqualTo(State.CLOSED);
    assertThat(subscription.drain(SHORT).isComplete()).isTrue();
  }

  @Test
  @Behaviour({"W36", "W46"})
  void closing_from_several_threads_is_fine() {
    EventBus bus = scene().newBus();
    Subscription subscription = builder(bus, "a", scene().journal("subscriber")).subscribe();

    Together.run(
        List.of(bus::close, bus::close, subscription::close, subscription::close, bus::close));

    assertThat(subscription.state()).isEqualTo(State.CLOSED);
  }

  @Test
  @Behaviour({"W34", "N08", "X11"})
  void closing_waits_for_the_handler_that_runs_and_its_acknowledgement() {
    Gate gate = scene().gate();
    Journal first = scene().journal("first", event -> gate.pass());
    Journal second = scene().journal("second");
    Subscription subscription = builder(bus(), "a", first).subscribe();
    bus().publish(Scene.event(type("order.created"), "1"));
    first.awaitTried(1);

    Together.run(List.of(subscription::close, gate::open));

    assertThat(first.handled()).hasSize(1);
    builder(bus(), "a", second).subscribe();
    bus().publish(Scene.event(type("order.created"), "2"));
    second.awaitHandled(1);
    assertThat(second.texts()).containsExactly("2");
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour({"W35", "X11", "W30", "W18"})
  void a_drain_that_runs_out_of_time_names_what_it_abandons_and_that_comes_again() {
    Gate gate = scene().gate();
    Journal stubborn = scene().journal("stubborn", event -> gate.passStubbornly());
    Journal next = scene().journal("next");
    EventBus bus = scene().newBus();
    builder(bus, "a", stubborn).subscribe();
    Receipt receipt = bus.publish(Scene.event(type("order.created"), "k", "1"));
    bus.publish(Scene.event(type("order.created"), "k", "2"));
    stubborn.awaitTried(1);

    DrainReport report = bus.drain(SHORT);

    assertThat(report.isComplete()).isFalse();
    assertThat(report.abandoned())
        .containsExactly(new Abandoned(scene().name("a"), type("order.created"), receipt.id()));
    builder(bus(), "a", next).subscribe();
    next.awaitHandled(2);
    assertThat(next.texts()).containsExactly("1", "2");
    gate.open();
  }

  @Test
  @Behaviour({"G31", "W35", "N09"})
  @Warns("closed with 0 publishes unconfirmed and these events being handled")
  void closing_ends_in_time_however_stubborn_a_handler_is() {
    Gate gate = scene().gate();
    Journal stubborn = scene().journal("stubborn", event -> gate.passStubbornly());
    EventBus bus = scene().newBus(builder -> builder.closeTimeout(SHORT));
    builder(bus, "a", stubborn).subscribe();
    bus.publish(Scene.event(type("order.created"), "1"));
    stubborn.awaitTried(1);
    long start = System.nanoTime();

    bus.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    gate.open();
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour({"N10", "X11", "W02"})
  void a_drain_gives_back_what_no_handler_has_begun() {
    Gate gate = scene().gate();
    Journal first = scene().journal("first", event -> gate.pass());
    Journal second = scene().journal("second");
    EventBus bus = scene().newBus();
    Subscription subscription = builder(bus, "a", first).subscribe();
    bus().publishAll(Scene.events(type("order.created"), 50));
    first.awaitTried(1);

    Together.run(
        List.of(
            () -> bus.drain(Duration.ofSeconds(5)),
            () -> {
              scene()
                  .await(
                      "the drain to begin",
                      () -> subscription.state() != Subscription.State.RUNNING,
                      subscription);
              gate.open();
            }));
    builder(bus(), "a", second).subscribe();

    second.awaitHandled(50 - first.handled().size());
    List<String> all = new ArrayList<>(first.texts());
    all.addAll(second.texts());
    assertThat(all).containsExactlyInAnyOrderElementsOf(Scene.numbers(50));
  }

  @Test
  @Behaviour({"X12", "V01", "N10"})
  void a_pause_stops_one_subscription_only_and_loses_and_doubles_nothing() {
    Journal paused = scene().journal("paused");
    Journal other = scene().journal("other");
    Subscription subscription = builder(bus(), "a", paused).subscribe();
    builder(bus(), "b", other).subscribe();
    bus().publishAll(Scene.events(type("order.created"), 10));
    paused.awaitHandled(10);

    subscription.pause();
    assertThat(subscription.state()).isEqualTo(State.PAUSED);
    awaitPauseTakesEffect(subscription);
    int before = paused.tried().size();
    bus().publishAll(Scene.events(type("order.created"), 10));
    other.awaitHandled(20);
    assertThat(paused.tried()).hasSize(before);
    subscription.resume();

    paused.awaitHandled(20);
    assertThat(subscription.state()).isEqualTo(State.RUNNING);
    assertThat(paused.tried()).hasSize(20);
  }

  /** Pausing is asked of the subscription's own thread, so let it have a turn. */
  private void awaitPauseTakesEffect(Subscription subscription) {
    scene().pass(Duration.ofMillis(50));
    assertThat(subscription.state()).isEqualTo(State.PAUSED);
  }

  @Test
  @Behaviour("W46")
  void publishing_subscribing_and_closing_do_not_disturb_one_another() {
    for (int round = 0; round < 10; round++) {
      EventBus bus = scene().newBus();
      List<Throwable> surprises = Collections.synchronizedList(new ArrayList<>());
      List<Runnable> actions = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        String group = "group" + i;
        actions.add(() -> builder(bus, group, scene().journal(group)).subscribe());
        actions.add(() -> bus.publishAll(Scene.events(type("order.created"), 50)));
      }
      actions.add(bus::close);
      Together.run(actions.stream().map(action -> guarded(action, surprises)).toList());

      assertThat(surprises).isEmpty();
    }
  }

  private static Runnable guarded(Runnable action, List<Throwable> surprises) {
    return () -> {
      try {
        action.run();
      } catch (BusClosedException expected) {
        // Closing came first.
      } catch (EventBusException | IllegalStateException e) {
        surprises.add(e);
      }
    };
  }

  @Test
  @Behaviour({"G10", "W09"})
  void a_closed_bus_takes_no_subscriptions() {
    EventBus bus = scene().newBus();
    bus.close();

    assertThatThrownBy(() -> builder(bus, "a", scene().journal("late")).subscribe())
        .isInstanceOf(BusClosedException.class);
  }

  @Test
  @Behaviour({"V09", "D02"})
  void a_bus_that_works_says_so() {
    Subscription subscription = builder(bus(), "a", scene().journal("subscriber")).subscribe();

    assertThat(bus().health()).isEqualTo(new Health(Health.Status.UP, List.of()));
    assertThat(subscription.state()).isEqualTo(State.RUNNING);
    assertThat(subscription.explain())
        .contains(type("order.created"), "delivery", "order", "retries");
    assertThat(bus().explain()).contains(subscription.explain());
  }

  @Test
  @Needs({Capability.GROUPS, Capability.LISTING})
  @Behaviour({"V09", "N11"})
  void groups_and_topics_are_listed_while_they_are_used() {
    builder(bus(), "a", scene().journal("subscriber")).subscribe();
    bus().publish(Scene.event(type("order.created"), "1"));

    assertThat(scene().newBus().groups())
        .filteredOn(group -> group.name().equals(scene().name("a")))
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.patterns()).containsExactly(type("order.created"));
              assertThat(group.members()).isEqualTo(1);
            });
    assertThat(bus().topics()).filteredOn(topic -> topic.name().equals(type("order"))).hasSize(1);
  }

  private SubscriptionBuilder builder(EventBus bus, String group, Journal journal) {
    return scene().group(bus, group).on(type("order.created"), byte[].class, journal);
  }
}
