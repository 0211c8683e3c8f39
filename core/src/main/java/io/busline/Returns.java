package io.busline;

import io.busline.delivery.DeliveryMachine;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What goes back to the broker, gathered for a turn of the loop. On the loop's thread. */
final class Returns {
  private final BrokerConsumer consumer;
  private final TimeSource time;
  private final List<InboundMessage> acks = new ArrayList<>();
  private final List<InboundMessage> releases = new ArrayList<>();
  private long extendAt;

  Returns(BrokerConsumer consumer, TimeSource time) {
    this.consumer = consumer;
    this.time = time;
  }

  void ack(InboundMessage message) {
    acks.add(message);
  }

  void release(InboundMessage message) {
    releases.add(message);
  }

  void send() {
    if (!acks.isEmpty()) {
      List<InboundMessage> done = List.copyOf(acks);
      acks.clear();
      consumer.ack(done);
    }
    if (!releases.isEmpty()) {
      List<InboundMessage> back = List.copyOf(releases);
      releases.clear();
      consumer.release(back);
    }
  }

  /** Tells the broker that what is held is still being worked on, when that is due. */
  void extend(DeliveryMachine machine) {
    Duration every = consumer.extendEvery().orElse(null);
    if (every != null && time.nanos() >= extendAt) {
      extendAt = time.nanos() + every.toNanos();
      List<InboundMessage> held = new ArrayList<>();
      machine.forEachHeld(delivery -> held.add((InboundMessage) delivery.message()));
      if (!held.isEmpty()) {
        consumer.extend(held);
      }
    }
  }
}
