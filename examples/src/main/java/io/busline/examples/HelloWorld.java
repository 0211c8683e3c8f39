package io.busline.examples;

import io.busline.EventBus;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The least there is: one event, published and received. */
public final class HelloWorld {

  private HelloWorld() {}

  /**
   * Says hello.
   *
   * @param arguments none
   * @throws InterruptedException if interrupted while waiting for the event
   */
  public static void main(String[] arguments) throws InterruptedException {
    BlockingQueue<String> greetings = new LinkedBlockingQueue<>();
    try (EventBus bus = EventBus.connect("memory:", "hello")) {
      bus.subscribe("greeting.sent", String.class, event -> greetings.add(event.data()));
      bus.publish("greeting.sent", "Hello, world!");
      System.out.println(greetings.take());
    }
  }
}
