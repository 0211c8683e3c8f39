package io.busline;

import io.busline.delivery.DeliveryMachine;
import io.busline.spi.BrokerConsumer;

/**
 * Whether a subscription rests: because this instance was told to, or because its group is paused
 * at the broker. Used by the loop's thread.
 */
final class Pauses {
  private final BrokerConsumer consumer;
  private final DeliveryMachine machine;
  private final SubscriptionStatus status;
  private boolean here;
  private boolean ofGroup;

  /** Looks at once: a group may be paused before its instance begins. */
  Pauses(BrokerConsumer consumer, DeliveryMachine machine, SubscriptionStatus status) {
    this.consumer = consumer;
    this.machine = machine;
    this.status = status;
    look();
  }

  /** This instance alone is to rest, or not any more. */
  void here(boolean now) {
    here = now;
    apply();
  }

  /** Asks the broker's consumer how its group is. */
  void look() {
    boolean now = consumer.isPaused();
    if (now != ofGroup) {
      ofGroup = now;
      status.groupPaused(now);
      apply();
    }
  }

  private void apply() {
    if (here || ofGroup) {
      machine.pause();
    } else {
      machine.resume();
    }
  }
}
