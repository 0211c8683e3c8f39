package io.busline.spring;

import io.busline.EventBus;
import io.busline.TransactionalInbox;

/** The outbox of a bus, as those see it who must not need its library. */
interface BusOutbox {

  /** Whether it publishes to this bus. */
  boolean isFor(EventBus bus);

  /**
   * Opens it, unless it is open. Blocks, and may be called again after it has thrown.
   *
   * @throws io.busline.error.EventBusException if bus or database are away, or refuse it
   */
  void open();

  /** The inbox of its database, once it is open. */
  TransactionalInbox<?> inbox();
}
