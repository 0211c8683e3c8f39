package io.busline.spring;

import io.busline.EventBus;
import io.busline.TransactionalInbox;
import io.busline.error.BrokerException;
import io.busline.outbox.Outbox;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The outbox, which can be opened when its bus is connected. Safe for use by several threads. */
final class OutboxConnection implements BusOutbox, AutoCloseable {
  private final EventBus bus;
  private final Supplier<Outbox> opener;
  private volatile @Nullable Outbox outbox;
  private boolean closed;

  OutboxConnection(EventBus bus, Supplier<Outbox> opener) {
    this.bus = bus;
    this.opener = opener;
  }

  @Override
  public boolean isFor(EventBus other) {
    return bus == other;
  }

  @Override
  public synchronized void open() {
    if (outbox == null && !closed) {
      outbox = opener.get();
    }
  }

  @Override
  public TransactionalInbox<?> inbox() {
    return require();
  }

  Optional<Outbox> outbox() {
    return Optional.ofNullable(outbox);
  }

  Outbox require() {
    Outbox open = outbox;
    if (open == null) {
      throw new BrokerException(
          "the outbox is not open yet: that needs the bus, whose health says why it is not"
              + " connected. Publish when the application has started, and try again");
    }
    return open;
  }

  @Override
  public synchronized void close() {
    closed = true;
    outbox().ifPresent(Outbox::close);
  }
}
