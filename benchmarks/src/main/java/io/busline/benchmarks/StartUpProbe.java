package io.busline.benchmarks;

import io.busline.EventBus;

/** A process that connects, publishes one event, and says so. */
final class StartUpProbe {
  private StartUpProbe() {}

  /**
   * Connects to the URL that is given, if any.
   *
   * @param arguments a URL or nothing
   */
  public static void main(String... arguments) {
    if (arguments.length == 0) {
      System.out.println("started");
      return;
    }
    try (EventBus bus = EventBus.connect(arguments[0], "benchmarks")) {
      System.out.println(bus.publish(Order.TYPE, Order.bytes()));
    }
  }
}
