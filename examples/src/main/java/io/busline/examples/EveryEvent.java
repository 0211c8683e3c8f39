package io.busline.examples;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Prints every event of a bus, from the oldest on, whatever it is: raw access by a pattern. */
public final class EveryEvent {

  private EveryEvent() {}

  /**
   * Prints until it is stopped.
   *
   * @param arguments the URL of the bus
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] arguments) throws InterruptedException {
    try (EventBus bus = EventBus.connect(arguments[0])) {
      bus.broadcast()
          .onPattern(">", byte[].class, EveryEvent::print)
          .from(StartPosition.earliest())
          .subscribe();
      new CountDownLatch(1).await();
    }
  }

  private static void print(Event<byte[]> event) {
    System.out.println(event.type() + " " + new String(event.data(), StandardCharsets.UTF_8));
  }
}
