package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.Receipt;
import io.busline.Subscription;
import io.busline.Subscription.State;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.error.UnsupportedException;
import io.busline.logs.MayWarn;
import io.busline.spi.Capability;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What can be done to groups and topics as such; a broker that cannot do it says so. */
@Needs({Capability.GROUPS, Capability.LISTING, Capability.REDELIVERY, Capability.START_POSITIONS})
abstract class AdminContract extends Contract {

  AdminContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  /** Does something that not every broker can do; false if it was refused, in a sentence. */
  private static boolean isDone(Runnable action, String remedy) {
    try {
      action.run();
      return true;
    } catch (UnsupportedException e) {
      assertThat(e.getMessage()).contains(remedy).doesNotContain("\n");
      return false;
    }
  }

  private Subscription subscribe(EventBus bus, Journal journal) {
    return scene().group(bus, "a").on(type("order.created"), byte[].class, journal).subscribe();
  }

  private GroupInfo group() {
    return bus().groups().stream()
        .filter(group -> group.name().equals(scene().name("a")))
        .findFirst()
        .orElseThrow();
  }

  private TopicInfo topic(String name) {
    return bus().topics().stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Behaviour({"X22", "X12"})
  void a_group_that_is_paused_rests_on_every_instance_until_it_is_resumed() {
    Journal journal = scene().journal("all instances");
    EventBus second = scene().newBus();
    Subscription one = subscribe(bus(), journal);
    subscribe(second, journal);
    bus().publish(Scene.event(type("order.created"), "before"));
    journal.awaitHandled(1);
    String name = scene().name("a");
    if (!isDone(() -> bus().pauseGroup(name), "Subscription.pause()")) {
      return;
    }
    scene().await("both rest", () -> isPaused(one) && isPaused(second.subscriptions().get(0)), one);
    second.close();

    Subscription third = subscribe(scene().newBus(), journal);
    bus().publishAll(Scene.events(type("order.created"), 10));

    assertThat(third.state()).isEqualTo(State.PAUSED);
    assertThat(third.explain()).contains("its group is paused");
    assertThat(bus().health().status()).isEqualTo(Health.Status.UP);
    assertThat(bus().health().notes()).hasSize(1).allMatch(note -> note.contains(name));
    scene().await("all waits", () -> group().lag().orElse(0) == 10, journal);
    assertThat(group().paused()).isPresent();
    assertThat(journal.tried()).hasSize(1);

    bus().resumeGroup(name);
    journal.awaitHandled(11);
    assertThat(group().paused()).isEmpty();
    scene().await("both go on", () -> !isPaused(one) && !isPaused(third), one);
    scene().closeAll();
    assertThat(journal.texts()).doesNotHaveDuplicates().hasSize(11);
  }

  private static boolean isPaused(Subscription subscription) {
    return subscription.state() == State.PAUSED;
  }

  @Test
  @Behaviour("X23")
  @MayWarn("somebody has deleted topic")
  void a_topic_that_is_deleted_is_made_anew_by_the_next_event() {
    EventBus other = scene().newBus();
    Receipt before = other.publish(Scene.event(type("order.created"), "before"));
    if (!isDone(() -> bus().deleteTopic(before.topic()), "Use its own tools")) {
      return;
    }
    scene()
        .await(
            "the topic is gone",
            () -> bus().topics().stream().noneMatch(t -> t.name().equals(before.topic())),
            before);
    bus().publish(Scene.event(type("bill.sent"), "of another topic"));

    other.publish(Scene.event(type("order.created"), "after"));

    Journal journal = scene().journal("group");
    subscribe(bus(), journal);
    journal.awaitHandled(1);
    assertThat(journal.texts()).containsExactly("after");
    assertThat(topic(before.topic()).name()).isEqualTo(before.topic());
  }

  @Test
  @Behaviour("X23")
  void a_topic_that_an_instance_of_a_group_reads_is_not_deleted() {
    Journal journal = scene().journal("group");
    subscribe(bus(), journal);
    Receipt receipt = bus().publish(Scene.event(type("order.created"), "before"));
    journal.awaitHandled(1);

    assertThatThrownBy(() -> bus().deleteTopic(receipt.topic()))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(scene().name("a"));
  }

  @Test
  @Behaviour("X24")
  void when_the_oldest_event_was_stored_that_waits_is_told_rightly_or_not_at_all() {
    Journal journal = scene().journal("group");
    Subscription subscription = subscribe(bus(), journal);
    bus().publish(Scene.event(type("order.created"), "k", "handled"));
    journal.awaitHandled(1);
    subscription.close();
    assertThat(group().oldest()).isEmpty();

    Receipt first = bus().publish(Scene.event(type("order.created"), "k", "waits"));
    Optional<Instant> stored = topic(first.topic()).newest();
    bus()
        .publishAll(
            List.of(
                Scene.event(type("order.created"), "l", "waits, too"),
                Scene.event(type("order.created"), "k", "waits, too")));

    if (group().oldest().isPresent()) {
      assertThat(group().oldest()).isEqualTo(stored);
    }
  }
}
