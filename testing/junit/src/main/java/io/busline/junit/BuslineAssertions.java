package io.busline.junit;

import io.busline.EventBus;

/** The entry to assertions about a bus, to be imported beside AssertJ's own. */
public final class BuslineAssertions {
  private BuslineAssertions() {}

  /**
   * Begins assertions about what happens on the broker of a bus.
   *
   * @param bus a bus that was injected, or that {@link io.busline.testkit.TestBroker#connect} has
   *     opened
   * @return the assertions
   */
  public static EventBusAssert assertThat(EventBus bus) {
    return new EventBusAssert(bus);
  }
}
