package io.busline.kafka;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

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

  @Nullable KafkaMessage poll() {
    KafkaMessage message = messages.pollFirst();
    bytes -= message == null ? 0 : message.size;
    return message;
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
