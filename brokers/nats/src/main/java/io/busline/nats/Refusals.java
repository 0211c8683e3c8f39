package io.busline.nats;

import io.nats.client.Connection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The refusals of a connection's credentials. The client waits for the answer to its first ping
 * until its patience ends, though the server has said that there will be none; so the connection is
 * given up when that is said. Safe for use by several threads.
 */
final class Refusals {
  /** After so many in a row the client itself ends a connection that it had. */
  private static final int ENOUGH = 2;

  /** Other servers may have another opinion, so several are all asked. */
  private final boolean several;

  private final AtomicInteger inARow = new AtomicInteger();
  private volatile boolean wasConnected;
  private volatile boolean gaveUp;

  Refusals(NatsSettings settings) {
    this.several = settings.servers().size() > 1;
  }

  void connected() {
    wasConnected = true;
    inARow.set(0);
  }

  void refused(Connection connection) {
    boolean enough = inARow.incrementAndGet() >= (wasConnected ? ENOUGH : 1);
    if (enough && !several) {
      gaveUp = !wasConnected;
      try {
        connection.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether there ever was a connection. */
  boolean wasConnected() {
    return wasConnected;
  }

  /** Whether the connection was given up before there was any. */
  boolean gaveUp() {
    return gaveUp;
  }
}
