package io.busline.examples.shop;

import io.busline.EventBus;
import io.busline.SubscriptionBuilder;
import io.busline.spi.Capability;

/** On what terms a service of the shop subscribes. */
final class Terms {
  private static final int CONCURRENCY = 8;

  private Terms() {}

  /** A bus that cannot keep dead letters refuses who does not say to do without. */
  static SubscriptionBuilder of(EventBus bus, String group) {
    SubscriptionBuilder subscription = bus.subscription(group).concurrency(CONCURRENCY);
    return bus.can(Capability.DEAD_LETTERS) ? subscription : subscription.discardFailed();
  }
}
