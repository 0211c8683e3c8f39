package io.busline.rabbitmq;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are not written yet. A message whose sender was answered meanwhile, because its
 * time was up, is neither kept nor written. Safe for use by several threads.
 */
final class Waiting {

  /**
   * How much is added before the answered messages are looked for. What is answered and still kept
   * is never more than that. Much less, and each look is at few messages; more is memory.
   */
  private static final int LOOK_AFTER_MESSAGES = 4_096;

  private static final long LOOK_AFTER_BYTES = 4 << 20;

  private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger added = new AtomicInteger();
  private final AtomicLong addedBytes = new AtomicLong();

  /** Adds messages; returns whether it is time to {@link #forgetAnswered}. */
  boolean add(Collection<? extends Outgoing> messages) {
    long bytes = 0;
    for (Outgoing message : messages) {
      bytes += message.body().length;
    }
    queue.addAll(messages);
    boolean many = added.addAndGet(messages.size()) >= LOOK_AFTER_MESSAGES;
    return addedBytes.addAndGet(bytes) >= LOOK_AFTER_BYTES || many;
  }

  /** The next message that its sender still waits for; null if there is none. */
  @Nullable Outgoing next() {
    Outgoing next = queue.poll();
    while (next != null && next.isAnswered()) {
      next = queue.poll();
    }
    return next;
  }

  /** Lets go of what was answered meanwhile. */
  void forgetAnswered() {
    added.set(0);
    addedBytes.set(0);
    queue.removeIf(Outgoing::isAnswered);
  }
}
