package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.SubscriptionBuilder;
import io.busline.error.UnsupportedException;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.spi.Capability;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How a broker must refuse what it does not declare. */
final class Refusals {

  private Refusals() {}

  /** Asks for a capability in every way there is; each must be refused with a remedy. */
  static void assertRefused(Scene scene, Capability capability) {
    EventBus bus = scene.bus();
    assertRefusal(capability, () -> broadcast(scene, bus).requires(capability).subscribe());
    switch (capability) {
      case GROUPS ->
          assertRefusal(
              capability, () -> group(scene, bus).discardFailed().subscribe(), "broadcast()");
      case ORDER_PER_KEY ->
          assertRefusal(
              capability, () -> broadcast(scene, bus).ordering(Ordering.PER_KEY).subscribe());
      case START_POSITIONS ->
          assertRefusal(
              capability, () -> broadcast(scene, bus).from(StartPosition.earliest()).subscribe());
      case DEAD_LETTERS -> assertNoDeadLetters(scene, bus);
      case LISTING -> {
        assertRefusal(capability, bus::topics);
        assertRefusal(capability, bus::groups);
      }
      case TRANSACTIONS ->
          assertRefusal(
              capability,
              () ->
                  bus.subscription(scene.name("refused"))
                      .onTransaction(
                          scene.type("refused.never"),
                          byte[].class,
                          (event, outputs) -> outputs.publish(event))
                      .discardFailed()
                      .subscribe(),
              "Use a handler of the event alone");
      default -> {}
    }
  }

  private static void assertNoDeadLetters(Scene scene, EventBus bus) {
    if (scene.can(Capability.GROUPS)) {
      assertRefusal(
          Capability.DEAD_LETTERS, () -> group(scene, bus).subscribe(), "discardFailed()");
    }
    assertThatThrownBy(bus::deadLetters)
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("dead letters");
  }

  private static SubscriptionBuilder broadcast(Scene scene, EventBus bus) {
    return bus.broadcast().on(scene.type("refused.never"), byte[].class, event -> {});
  }

  private static SubscriptionBuilder group(Scene scene, EventBus bus) {
    return bus.subscription(scene.name("refused"))
        .on(scene.type("refused.never"), byte[].class, event -> {});
  }

  private static void assertRefusal(Capability capability, ThrowingCallable asking) {
    assertRefusal(capability, asking, "Use ", "Leave ");
  }

  private static void assertRefusal(
      Capability capability, ThrowingCallable asking, String... remedies) {
    assertThatThrownBy(asking)
        .as("a broker that does not declare %s refuses it", capability)
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining(capability.inWords())
        .satisfies(refusal -> assertThat(refusal.getMessage()).containsAnyOf(remedies));
  }
}
