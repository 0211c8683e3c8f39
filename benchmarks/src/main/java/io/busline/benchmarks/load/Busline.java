package io.busline.benchmarks.load;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Busline, published to in one of its three ways. */
public final class Busline implements InProcessBus {

  /** How to publish; every way checks that each event was confirmed. */
  public enum Way {
    BLOCKING,
    ASYNC,
    BATCH
  }

  private static final int BATCH = 100;

  private final EventBus bus;
  private final Way way;
  private final byte[] data = Order.bytes();

  public Busline(EventBus bus, Way way, List<Counter> subscribers) {
    this.bus = bus;
    this.way = way;
    for (int i = 0; i < subscribers.size(); i++) {
      Counter counter = subscribers.get(i);
      bus.subscription("group-" + i)
          .on(Order.TYPE, byte[].class, event -> counter.increment())
          .subscribe();
    }
  }

  @Override
  public int publish() {
    return switch (way) {
      case BLOCKING -> blocking();
      case ASYNC -> async();
      case BATCH -> batch(bus, data, BATCH);
    };
  }

  private int blocking() {
    bus.publish(Order.TYPE, data);
    return 1;
  }

  private int async() {
    CompletableFuture<?> receipt = bus.publishAsync(Order.TYPE, data);
    if (!receipt.isDone()) {
      receipt.join();
    }
    if (receipt.isCompletedExceptionally()) {
      throw new IllegalStateException("an event was not stored: " + receipt);
    }
    return 1;
  }

  public static int batch(EventBus bus, byte[] data, int size) {
    List<EventBuilder<byte[]>> events = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      events.add(Event.builder(Order.TYPE, data));
    }
    publishAll(bus, events);
    return size;
  }

  public static void publishAll(EventBus bus, List<EventBuilder<byte[]>> events) {
    for (PublishOutcome outcome : bus.publishAll(events)) {
      if (!(outcome instanceof PublishOutcome.Stored)) {
        throw new IllegalStateException("an event was not stored: " + outcome);
      }
    }
  }

  @Override
  public void close() {
    bus.close();
  }
}
