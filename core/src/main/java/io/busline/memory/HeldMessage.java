package io.busline.memory;

import io.busline.event.Event;
import io.busline.spi.InboundMessage;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored event on its way through one group. Guarded by the group's lock, but for what is final.
 */
final class HeldMessage implements InboundMessage {
  final StoredEvent stored;

  /** Null while nobody holds it. */
  @Nullable MemoryConsumer holder;

  /** The key it was kept back with, while somebody holds it because of that. */
  KeptKeys.@Nullable KeptKey kept;

  boolean settled;
  long availableAt;
  private volatile int attempts;
  private volatile @Nullable Instant dueAt;

  HeldMessage(StoredEvent stored) {
    this.stored = stored;
  }

  @Override
  public String topic() {
    return stored.type.topic;
  }

  @Override
  public Event<byte[]> event() {
    return stored.event;
  }

  @Override
  public int priorAttempts() {
    return attempts;
  }

  @Override
  public Optional<Instant> notBefore() {
    return Optional.ofNullable(dueAt);
  }

  void noteRetry(int newAttempts, Instant due) {
    attempts = newAttempts;
    dueAt = due;
  }
}
