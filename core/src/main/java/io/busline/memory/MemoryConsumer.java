package io.busline.memory;

import io.busline.error.BrokerException;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Output;
import io.busline.spi.Wakeup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A member of a group. */
final class MemoryConsumer implements BrokerConsumer {
  private final MemoryBroker broker;
  private final MemoryGroup group;
  private final Wakeup wakeup = new Wakeup();
  private final List<HeldMessage> lost = new ArrayList<>();
  private volatile boolean polling;
  private volatile long polledAt;
  private volatile long polledAtReal;
  private boolean closed;

  MemoryConsumer(MemoryBroker broker, MemoryGroup group) {
    this.broker = broker;
    this.group = group;
    seen();
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    polling = true;
    try {
      reportLost(inbox);
      if (broker.faults().isOut()) {
        throw new BrokerException("the memory broker is out of reach, as its faults() were told");
      }
      if (max == 0) {
        wakeup.await(waitNanos);
      } else if (group.poll(this, max, inbox) == 0) {
        awaitEvents(max, waitNanos, inbox);
      }
      reportLost(inbox);
    } finally {
      seen();
      polling = false;
    }
  }

  private void awaitEvents(int max, long waitNanos, Inbox inbox) {
    broker.waiting(this, group);
    try {
      if (group.poll(this, max, inbox) == 0 && wakeup.await(waitNanos)) {
        group.poll(this, max, inbox);
      }
    } finally {
      broker.notWaiting(this, group);
    }
  }

  private void seen() {
    polledAt = broker.time().nanos();
    polledAtReal = System.nanoTime();
  }

  boolean isLate(long now, long leaseNanos, long graceNanos) {
    return !polling && now - polledAt > leaseNanos && System.nanoTime() - polledAtReal > graceNanos;
  }

  /** Under the group's lock: these belong to somebody else now. */
  void lost(List<HeldMessage> messages) {
    synchronized (lost) {
      lost.addAll(messages);
    }
  }

  private void reportLost(Inbox inbox) {
    List<HeldMessage> report;
    synchronized (lost) {
      if (lost.isEmpty()) {
        return;
      }
      report = List.copyOf(lost);
      lost.clear();
    }
    report.forEach(inbox::revoked);
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    group.ack(this, done);
  }

  @Override
  public CompletableFuture<Void> complete(InboundMessage message, List<Output> outputs) {
    try {
      broker.complete(outputs, () -> group.ackIfHeld(this, (HeldMessage) message));
      return CompletableFuture.completedFuture(null);
    } catch (BrokerException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    group.release(this, messages);
  }

  @Override
  public void retryLater(InboundMessage message, int attempts, Instant notBefore) {
    HeldMessage held = (HeldMessage) message;
    if (group.holds(this, held)) {
      held.noteRetry(attempts, notBefore);
    }
  }

  @Override
  public boolean canDefer() {
    return true;
  }

  @Override
  public void defer(List<InboundMessage> messages) {
    group.defer(this, messages);
  }

  @Override
  public void resume(String key) {
    group.resume(this, key);
  }

  @Override
  public boolean isPaused() {
    return group.pausedSince != null;
  }

  @Override
  public OptionalLong lag() {
    return OptionalLong.of(group.backlog().events());
  }

  @Override
  public void wakeup() {
    wakeup.signal();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      broker.closed(this, group);
    }
  }
}
