package io.busline.cli.events;

import io.busline.event.Event;

/** Prints events on standard output. For one thread. */
@FunctionalInterface
interface EventPrinter {

  /**
   * Prints an event.
   *
   * @param event the event
   * @throws OutputClosedException if nobody reads any more
   */
  void print(Event<byte[]> event);
}
