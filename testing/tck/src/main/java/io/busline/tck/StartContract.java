package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.event.StartPosition;
import io.busline.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Where a subscription begins: at the oldest event, at a time, or now. */
@Needs(Capability.START_POSITIONS)
abstract class StartContract extends Contract {

  StartContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Needs(Capability.GROUPS)
  @Behaviour({"W01", "W14"})
  void a_new_group_begins_with_the_oldest_event() {
    bus().publishAll(Scene.events(type("order.created"), 100));
    bus().publishAll(Scene.events(type("bill.created"), 10));
    Journal journal = scene().journal("group");

    group("a", journal).subscribe();

    journal.awaitHandled(100);
    bus().close();
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(100));
  }

  @Test
  @Needs(Capability.GROUPS)
  @Behaviour("W21")
  void each_later_group_sees_everything_and_then_what_is_new() {
    for (int round = 1; round <= 3; round++) {
      bus().publishAll(Scene.events(type("order.created"), 10));
      Journal journal = scene().journal("group " + round);
      group("group" + round, journal).subscribe();
      journal.awaitHandled(10 * round);

      bus().publish(Scene.event(type("order.created"), "new"));
      bus().publishAll(Scene.events(type("bill.created"), 1));

      journal.awaitHandled(10 * round + round);
    }
  }

  @Test
  @Needs(Capability.GROUPS)
  @Behaviour("W21")
  void a_group_may_begin_with_what_comes_next() {
    bus().publish(Scene.event(type("order.created"), "before"));
    Journal journal = scene().journal("group");

    group("a", journal).from(StartPosition.latest()).subscribe();

    bus().publish(Scene.event(type("order.created"), "after"));
    journal.awaitHandled(1);
    assertThat(journal.texts()).containsExactly("after");
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour({"W08", "C12"})
  void a_group_that_began_with_what_comes_next_goes_on_where_it_stopped() {
    Journal journal = scene().journal("group");
    group("a", journal).from(StartPosition.latest()).subscribe().close();
    bus().publish(Scene.event(type("order.created"), "while away"));

    group("a", journal).from(StartPosition.latest()).subscribe();

    journal.awaitHandled(1);
    assertThat(journal.texts()).containsExactly("while away");
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour("X18")
  void a_start_position_does_not_move_a_group_that_was_seen_before() {
    Journal journal = scene().journal("group");
    Subscription first = group("a", journal).subscribe();
    bus().publishAll(Scene.events(type("order.created"), 5));
    journal.awaitHandled(5);
    first.close();

    group("a", journal).from(StartPosition.earliest()).subscribe();

    bus().publish(Scene.event(type("order.created"), "new"));
    journal.awaitHandled(6);
    assertThat(journal.texts().get(5)).isEqualTo("new");
    assertThat(journal.tried()).hasSize(6);
  }

  @Test
  @Behaviour({"W21", "X18"})
  void a_broadcast_may_begin_with_the_oldest_event() {
    bus().publishAll(Scene.events(type("order.created"), 10));
    Journal journal = scene().journal("broadcast");

    broadcast(journal, StartPosition.earliest());

    bus().publish(Scene.event(type("order.created"), "new"));
    journal.awaitHandled(11);
    assertThat(journal.texts()).contains("0", "9", "new").hasSize(11);
  }

  @Test
  @Behaviour("X18")
  void a_subscription_may_begin_at_a_time() {
    bus().publish(Scene.event(type("order.created"), "before"));
    scene().pass(Duration.ofMillis(20));
    Instant between = scene().harness.time().now();
    scene().pass(Duration.ofMillis(20));
    bus().publish(Scene.event(type("order.created"), "after"));
    Journal journal = scene().journal("broadcast");
    Journal nothing = scene().journal("from the future");

    broadcast(journal, StartPosition.at(between));
    broadcast(nothing, StartPosition.at(between.plusSeconds(3_600)));

    bus().publish(Scene.event(type("order.created"), "new"));
    journal.awaitHandled(2);
    assertThat(journal.texts()).containsExactlyInAnyOrder("after", "new");
    assertThat(nothing.texts()).doesNotContain("before", "after");
  }

  @Test
  @Behaviour("X18")
  void a_time_before_everything_begins_with_the_oldest_event() {
    bus().publishAll(Scene.events(type("order.created"), 3));
    Journal journal = scene().journal("broadcast");

    broadcast(journal, StartPosition.at(Instant.EPOCH));

    journal.awaitHandled(3);
    assertThat(journal.texts()).containsExactlyInAnyOrder("0", "1", "2");
  }

  @Test
  @Needs(Capability.GROUPS)
  @Behaviour("X18")
  void a_replay_touches_no_group() {
    Journal group = scene().journal("group");
    group("a", group).subscribe();
    bus().publishAll(Scene.events(type("order.created"), 20));
    group.awaitHandled(20);
    Journal replay = scene().journal("replay");

    broadcast(replay, StartPosition.earliest()).close();
    Journal again = scene().journal("second replay");
    broadcast(again, StartPosition.earliest());

    again.awaitHandled(20);
    bus().publish(Scene.event(type("order.created"), "new"));
    group.awaitHandled(21);
    assertThat(group.tried()).hasSize(21);
    assertThat(group.texts().get(20)).isEqualTo("new");
  }

  private SubscriptionBuilder group(String name, Journal journal) {
    return scene().group(bus(), name).on(type("order.created"), byte[].class, journal);
  }

  private Subscription broadcast(Journal journal, StartPosition start) {
    return bus()
        .broadcast()
        .from(start)
        .on(type("order.created"), byte[].class, journal)
        .subscribe();
  }
}
