package io.busline.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Messages that were read and wait for the engine, in order. Not safe for several threads. */
final class ReadAhead {

  /** So much is read ahead of the engine, beside what it holds. */
  private static final int FULL_EVENTS = 2_000;

  private static final long FULL_BYTES = 16L << 20;

  private final Deque<KafkaMessage> messages = new ArrayDeque<>();
  private long bytes;
  private boolean full;

  boolean isEmpty() {
    return messages.isEmpty();
  }

  void add(KafkaMessage message) {
    messages.addLast(message);
    bytes += message.size;
  }

  /** Before all others. */
  void addFirst(KafkaMessage message) {
    messages.addFirst(message);
    bytes += message.size;
  }

  /** Takes up to so many whose windows hand them over. */
  List<KafkaMessage> handOver(int max) {
    List<KafkaMessage> taken = new ArrayList<>();
    while (taken.size() < max && !messages.isEmpty()) {
      KafkaMessage message = messages.removeFirst();
      bytes -= message.size;
      if (message.window.handOver(message)) {
        taken.add(message);
      }
    }
    return taken;
  }

  void drop(Collection<Window> of) {
    messages.removeIf(
        message -> {
          boolean drop = of.contains(message.window);
          bytes -= drop ? message.size : 0;
          return drop;
        });
  }

  /** Whether so much waits that nothing more should be read; it stays so until half is gone. */
  boolean isFull() {
    full = full ? !hasRoom() : messages.size() >= FULL_EVENTS || bytes >= FULL_BYTES;
    return full;
  }

  private boolean hasRoom() {
    return messages.size() <= FULL_EVENTS / 2 && bytes <= FULL_BYTES / 2;
  }
}
