package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.BrokerException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pause of a group at the broker, beside that of one instance. */
class GroupPauseTest {
  private final TestBus test = TestBus.inVirtualTime();
  private final EventBus bus = test.bus;

  @AfterEach
  void close() {
    test.close();
  }

  private Subscription subscribe() {
    return bus.subscription("g").on("order.created", String.class, test.received::add).subscribe();
  }

  private void awaitState(Subscription subscription, Subscription.State state) {
    test.until(() -> subscription.state() == state, "it is " + state);
  }

  @Test
  void an_instance_that_is_resumed_rests_as_long_as_its_group_does_and_the_reverse()
      throws InterruptedException {
    Subscription subscription = subscribe();
    bus.pauseGroup("g");
    awaitState(subscription, Subscription.State.PAUSED);
    bus.publish("order.created", "1");

    subscription.pause();
    subscription.resume();
    assertThat(subscription.state()).isEqualTo(Subscription.State.PAUSED);
    subscription.pause();
    bus.resumeGroup("g");
    test.until(() -> bus.health().notes().isEmpty(), "its group is not paused any more");
    assertThat(subscription.state()).isEqualTo(Subscription.State.PAUSED);
    assertThat(test.received).isEmpty();

    subscription.resume();
    assertThat(test.next().data()).isEqualTo("1");
  }

  @Test
  void a_group_has_been_paused_since_it_was_first() {
    subscribe().close();
    Instant first = test.time.now();
    bus.pauseGroup("g");
    test.time.advance(Duration.ofHours(1));
    bus.pauseGroup("g");

    assertThat(bus.groups().get(0).paused()).contains(first);
    bus.resumeGroup("g");
    bus.resumeGroup("g");
    assertThat(bus.groups().get(0).paused()).isEqualTo(Optional.empty());
  }

  @Test
  void a_subscription_whose_group_is_paused_can_be_closed() {
    Subscription subscription = subscribe();
    bus.pauseGroup("g");
    awaitState(subscription, Subscription.State.PAUSED);

    subscription.close();

    assertThat(subscription.state()).isEqualTo(Subscription.State.CLOSED);
    assertThat(bus.health().notes()).isEmpty();
  }

  @Test
  void a_group_or_a_topic_that_is_not_there_is_told() {
    assertThatThrownBy(() -> bus.pauseGroup("none"))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("pausing the group \"none\": there is none");
    assertThatThrownBy(() -> bus.deleteTopic("none"))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("deleting the topic \"none\": there is none");
  }
}
