package io.busline.benchmarks.startup;

import io.busline.EventBus;
import io.busline.benchmarks.load.Order;

/** A process that connects, publishes one event, and says so. */
final class StartUpProbe {
  private StartUpProbe() {}

  /**
   * Connects to the URL that is given, or to the port by the named way, or to nothing.
   *
   * @param arguments a URL, a {@link Connector} and a port, or nothing
   * @throws Exception if it cannot
   */
  public static void main(String... arguments) throws Exception {
    switch (arguments.length) {
      case 0 -> System.out.println("started");
      case 1 -> {
        try (EventBus bus = EventBus.connect(arguments[0], "benchmarks")) {
          System.out.println(bus.publish(Order.TYPE, Order.bytes()));
        }
      }
      default -> {
        Connector connector = Connector.valueOf(arguments[0]);
        try (AutoCloseable open =
            connector.connect(Integer.parseInt(arguments[1]), Order.number(0))) {
          System.out.println(open);
        }
      }
    }
  }
}
