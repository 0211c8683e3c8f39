package io.busline.rabbitmq;

import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads what was retained for a new group, to its end, and then the group's queues. */
final class PastFirst implements BrokerConsumer {
  private final PastConsumer past;
  private final Supplier<? extends BrokerConsumer> present;
  private final Consumer<BrokerConsumer> whenClosed;
  private volatile BrokerConsumer current;

  /**
   * Creates one; nothing is read yet.
   *
   * @param past what is read first
   * @param present begins to read the queues; blocks
   * @param whenClosed told once
   */
  PastFirst(
      PastConsumer past,
      Supplier<? extends BrokerConsumer> present,
      Consumer<BrokerConsumer> whenClosed) {
    this.past = past;
    this.present = present;
    this.whenClosed = whenClosed;
    this.current = past;
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    if (past.isOver() && current == past) {
      past.close();
      current = present.get();
    }
    current.poll(max, waitNanos, inbox);
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    current.ack(done);
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    current.release(messages);
  }

  @Override
  public OptionalLong lag() {
    return current.lag();
  }

  @Override
  public void wakeup() {
    current.wakeup();
  }

  @Override
  public void close() {
    current.close();
    whenClosed.accept(this);
  }
}
