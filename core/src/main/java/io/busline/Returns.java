package io.busline;

import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What goes back to the broker, gathered for a turn of the loop. On the loop's thread. */
final class Returns {
  private final BrokerConsumer consumer;
  private final List<InboundMessage> acks = new ArrayList<>();
  private final List<InboundMessage> releases = new ArrayList<>();

  /** What keys are to wait for, and which are to come again, in order. */
  private final ArrayDeque<Runnable> deferrals = new ArrayDeque<>();

  /** Whether the consumer has thrown something instead of taking what it was given. */
  private boolean refused;

  Returns(BrokerConsumer consumer) {
    this.consumer = consumer;
  }

  void ack(InboundMessage message) {
    acks.add(message);
  }

  void release(InboundMessage message) {
    releases.add(message);
  }

  void defer(List<InboundMessage> messages) {
    deferrals.add(() -> consumer.defer(messages));
  }

  void resume(String key) {
    deferrals.add(() -> consumer.resume(key));
  }

  /**
   * Sends what was gathered. What the consumer did not take is kept, or it would be held for ever;
   * it is sent again once a poll has gone well, for only that mends a connection.
   */
  void send() {
    if (refused) {
      return;
    }
    refused = true;
    sendAll();
    refused = false;
  }

  private void sendAll() {
    if (!acks.isEmpty()) {
      consumer.ack(List.copyOf(acks));
      acks.clear();
    }
    if (!releases.isEmpty()) {
      consumer.release(List.copyOf(releases));
      releases.clear();
    }
    while (!deferrals.isEmpty()) {
      deferrals.element().run();
      deferrals.remove();
    }
  }

  /** Whether a poll must go well before it is sent again. */
  boolean areRefused() {
    return refused;
  }

  /** A poll has gone well; true if there is something to send again. */
  boolean isToSendAgain() {
    boolean again = refused;
    refused = false;
    return again;
  }

  /** Sends what is left, as this is the end. */
  void sendLast() {
    refused = false;
    send();
  }
}
