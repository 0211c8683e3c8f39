package io.busline.soak;

import io.busline.EventBus;
import io.busline.spi.Capability;

/**
 * What the broker says that it can do, and what is therefore looked for.
 *
 * @param durable whether what has a receipt reaches every group
 * @param ordered whether the events of a key keep their order
 * @param transactions whether outputs come exactly once
 * @param letters whether dead letters are kept
 */
record Promises(boolean durable, boolean ordered, boolean transactions, boolean letters) {

  static Promises of(EventBus bus) {
    return new Promises(
        bus.can(Capability.DURABLE),
        bus.can(Capability.ORDER_PER_KEY),
        bus.can(Capability.TRANSACTIONS),
        bus.can(Capability.DEAD_LETTERS));
  }
}
