package io.busline.spring;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.error.BusClosedException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connects one bus, on a later attempt if need be. Safe for use by several threads. */
final class BusConnection {
  private final Supplier<EventBus> connector;
  private @Nullable EventBus bus;
  private @Nullable BrokerException failure;
  private boolean closed;

  BusConnection(Supplier<EventBus> connector) {
    this.connector = connector;
  }

  /**
   * Connects unless that is done. Blocks.
   *
   * @throws BrokerException if the broker is out of reach, and another attempt is worth it
   */
  void connect() {
    if (bus().isPresent()) {
      return;
    }
    EventBus connected;
    try {
      connected = connector.get();
    } catch (BrokerException e) {
      failed(e);
      throw e;
    }
    if (!keep(connected)) {
      connected.close();
    }
  }

  private synchronized void failed(BrokerException e) {
    failure = e;
  }

  /** Answers whether the bus is wanted still. */
  private synchronized boolean keep(EventBus connected) {
    if (closed || bus != null) {
      return false;
    }
    bus = connected;
    return true;
  }

  synchronized Optional<EventBus> bus() {
    return Optional.ofNullable(bus);
  }

  synchronized EventBus require() {
    if (bus != null) {
      return bus;
    }
    if (closed) {
      throw new BusClosedException("the bus is closed, as its application is");
    }
    throw new BrokerException(problem(), failure);
  }

  synchronized String problem() {
    return "the bus is not connected yet, and tries again by itself: "
        + (failure == null ? "nothing was tried so far" : failure.getMessage());
  }

  void close() {
    EventBus open;
    synchronized (this) {
      closed = true;
      open = bus;
    }
    if (open != null) {
      open.close();
    }
  }
}
