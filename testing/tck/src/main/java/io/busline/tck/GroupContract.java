package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.error.ConfigurationException;
import io.busline.event.StartPosition;
import io.busline.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Who gets what: each group everything, its instances a share, a broadcast all of it. */
abstract class GroupContract extends Contract {

  /** So many keys that, however a broker shares them out, each of two instances has some. */
  private static final int WITNESSES = 50;

  GroupContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Needs(Capability.GROUPS)
  @Behaviour({"W22", "G03", "C04"})
  void each_group_receives_every_event() {
    Journal first = scene().journal("first");
    Journal second = scene().journal("second");
    subscribe(bus(), "first", first);
    subscribe(scene().newBus(), "second", second);

    bus().publishAll(Scene.events(type("order.created"), 50));

    first.awaitHandled(50);
    second.awaitHandled(50);
    assertThat(first.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(50));
    assertThat(second.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(50));
  }

  @Test
  @Needs(Capability.GROUPS)
  @Behaviour({"G23", "C03", "X17"})
  void the_instances_of_a_group_share_its_events_without_doubles() {
    Journal journal = scene().journal("all three instances");
    for (int i = 0; i < 3; i++) {
      subscribe(scene().newBus(), "shared", journal);
    }

    bus().publishAll(Scene.events(type("order.created"), 300));

    journal.awaitHandled(300);
    scene().closeAll();
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(300));
  }

  @Test
  @Needs(Capability.GROUPS)
  @Behaviour({"X17", "C28"})
  void an_event_being_handled_is_seen_by_no_other_instance() {
    Gate gate = scene().gate();
    Journal journal =
        scene()
            .journal(
                "both instances",
                event -> {
                  if (Journal.text(event).equals("slow")) {
                    gate.pass();
                  }
                });
    builder(scene().newBus(), "shared", journal).prefetch(1).subscribe();
    builder(scene().newBus(), "shared", journal).prefetch(1).subscribe();

    bus().publish(Scene.event(type("order.created"), "k", "slow"));
    journal.awaitTried(1);
    for (String number : Scene.numbers(WITNESSES)) {
      bus().publish(Scene.event(type("order.created"), "key" + number, number));
    }
    journal.awaitHandled(1);
    gate.open();

    journal.awaitHandled(WITNESSES + 1);
    assertThat(journal.triedTexts()).doesNotHaveDuplicates().hasSize(WITNESSES + 1);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour({"C11", "C12", "W08"})
  void what_comes_while_no_instance_runs_waits_for_the_next() {
    Journal journal = scene().journal("instance");
    Journal other = scene().journal("other group");
    subscribe(bus(), "other", other);
    for (int round = 0; round < 4; round++) {
      Subscription subscription = subscribe(bus(), "sometimes", journal);
      bus().publish(Scene.event(type("order.created"), round + " while it runs"));
      journal.awaitHandled(2 * round + 1);
      subscription.close();
      bus().publish(Scene.event(type("order.created"), round + " while it does not"));
      other.awaitHandled(2 * round + 2);
    }

    subscribe(bus(), "sometimes", journal);

    journal.awaitHandled(8);
    assertThat(journal.texts()).doesNotHaveDuplicates().hasSize(8);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour({"C08", "C11"})
  void instances_may_join_and_leave_without_a_loss() {
    Journal journal = scene().journal("all instances");
    subscribe(scene().newBus(), "shared", journal);
    List<String> published = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      Subscription guest = subscribe(scene().newBus(), "shared", journal);
      for (int i = 0; i < 40; i++) {
        published.add(round + "/" + i);
        bus().publish(Scene.event(type("order.created"), "key" + i % 7, round + "/" + i));
      }
      guest.close();
    }

    scene().await("everything is handled", () -> journal.texts().containsAll(published), journal);
  }

  @Test
  @Behaviour("W45")
  void a_slow_subscription_does_not_hold_up_another() {
    Gate gate = scene().gate();
    Journal slow = scene().journal("slow", event -> gate.pass());
    Journal quick = scene().journal("quick");
    subscribe(bus(), "slow", slow);
    subscribe(bus(), "quick", quick);

    bus().publishAll(Scene.events(type("order.created"), 200));

    quick.awaitHandled(200);
    assertThat(slow.handled()).isEmpty();
  }

  @Test
  @Behaviour({"D12", "G24"})
  void closing_one_subscription_leaves_the_others_alone() {
    Journal closed = scene().journal("closed");
    Journal open = scene().journal("open");
    Subscription first = subscribe(bus(), "first", closed);
    subscribe(bus(), "second", open);

    first.close();
    bus().publishAll(Scene.events(type("order.created"), 20));

    open.awaitHandled(20);
    assertThat(closed.tried()).isEmpty();
  }

  @Test
  @Behaviour({"W10", "D13", "W32"})
  void subscriptions_that_come_and_go_do_no_harm() {
    List<Runnable> visits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String group = "visitor" + i;
      visits.add(() -> subscribe(bus(), group, scene().journal(group)).close());
    }
    Together.run(visits);
    Journal journal = scene().journal("last");
    subscribe(bus(), "last", journal);

    bus().publishAll(Scene.events(type("order.created"), 50));

    journal.awaitHandled(50);
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(50));
  }

  @Test
  @Behaviour({"W03", "X16"})
  void every_instance_of_a_broadcast_sees_every_event_from_then_on() {
    bus().publish(Scene.event(type("order.created"), "before"));
    Journal first = scene().journal("first instance");
    Journal second = scene().journal("second instance");
    broadcast(scene().newBus(), first);
    broadcast(scene().newBus(), second);

    bus().publishAll(Scene.events(type("order.created"), 20));

    first.awaitHandled(20);
    second.awaitHandled(20);
    assertThat(first.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(20));
    assertThat(second.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(20));
  }

  @Test
  @Behaviour("X16")
  void a_subscription_is_live_when_subscribing_returns() {
    for (int i = 0; i < 20; i++) {
      Journal journal = scene().journal("broadcast " + i);
      Subscription subscription =
          bus()
              .broadcast()
              .from(StartPosition.latest())
              .on(type("order.created"), byte[].class, journal)
              .subscribe();

      bus().publish(Scene.event(type("order.created"), "right after"));

      journal.awaitHandled(1);
      assertThat(journal.texts()).containsExactly("right after");
      subscription.close();
    }
  }

  @Test
  @Behaviour("C33")
  void a_pattern_receives_the_types_it_matches_and_no_others() {
    Journal one = scene().journal("one segment");
    Journal rest = scene().journal("the rest");
    scene().group(bus(), "one").onPattern(type("order.*"), byte[].class, one).subscribe();
    scene().group(bus(), "rest").onPattern(type("order.>"), byte[].class, rest).subscribe();

    for (String name : List.of("order", "order.created", "order.item.added", "orders.created")) {
      bus().publish(Scene.event(type(name), name));
    }
    bus().publish(Scene.event(type("order.last"), "order.last"));

    one.awaitHandled(2);
    rest.awaitHandled(3);
    assertThat(one.texts()).containsExactlyInAnyOrder("order.created", "order.last");
    assertThat(rest.texts())
        .containsExactlyInAnyOrder("order.created", "order.item.added", "order.last");
  }

  @Test
  @Behaviour({"C33", "C13"})
  void an_event_that_matches_twice_goes_once_to_the_handler_of_its_type() {
    Journal exact = scene().journal("exact");
    Journal pattern = scene().journal("pattern");
    scene()
        .group(bus(), "a")
        .onPattern(type("order.>"), byte[].class, pattern)
        .onPattern(type("*.created"), byte[].class, pattern)
        .on(type("order.created"), byte[].class, exact)
        .subscribe();

    bus().publish(Scene.event(type("order.created"), "both"));
    bus().publish(Scene.event(type("order.gone"), "pattern"));
    bus().publish(Scene.event(type("bill.created"), "other topic"));

    pattern.awaitHandled(2);
    exact.awaitHandled(1);
    assertThat(exact.texts()).containsExactly("both");
    assertThat(pattern.texts()).containsExactlyInAnyOrder("pattern", "other topic");
  }

  @Test
  @Needs(Capability.GROUPS)
  @Behaviour("C14")
  void a_group_can_be_subscribed_again_after_it_was_closed_but_not_twice_on_one_bus() {
    Subscription first = subscribe(bus(), "a", scene().journal("first"));

    assertThatThrownBy(() -> subscribe(bus(), "a", scene().journal("second")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("already");
    first.close();
    Journal third = scene().journal("third");
    subscribe(bus(), "a", third);

    bus().publish(Scene.event(type("order.created"), "1"));
    third.awaitHandled(1);
  }

  private Subscription subscribe(EventBus bus, String group, Journal journal) {
    return builder(bus, group, journal).subscribe();
  }

  private SubscriptionBuilder builder(EventBus bus, String group, Journal journal) {
    return scene().group(bus, group).on(type("order.created"), byte[].class, journal);
  }

  private void broadcast(EventBus bus, Journal journal) {
    bus.broadcast().on(type("order.created"), byte[].class, journal).subscribe();
  }
}
