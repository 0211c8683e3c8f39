package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.spi.OutboundMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Confirms what was published by asking the server for a sign: whatever was written before a PING
 * has been read when its PONG comes. One PING serves all that was published before it, so callers
 * share round trips. Owns one thread, because the client offers only a call that blocks.
 */
final class Flusher implements AutoCloseable {

  /** The client gives the connection up at about the same time. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private record Sent(List<? extends OutboundMessage> messages, Incarnation on, long since) {}

  private final Connector connector;
  private final Thread thread = new Thread(this::run, "busline-nats-flush");
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  /** Guarded by the lock. */
  private List<Sent> waiting = new ArrayList<>();

  private boolean closed;

  Flusher(Connector connector) {
    this.connector = connector;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Answers messages when the server has read them, or cannot be known to.
   *
   * @param since a time of {@link System#nanoTime} before the first of them was sent
   */
  void confirm(List<? extends OutboundMessage> messages, Incarnation sentOn, long since) {
    lock.lock();
    try {
      if (!closed) {
        waiting.add(new Sent(messages, sentOn, since));
        news.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    unknown(messages, "the connection was closed");
  }

  private void run() {
    try {
      for (List<Sent> batch = take(); !batch.isEmpty(); batch = take()) {
        flush(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for something to confirm; empty when closed. */
  private List<Sent> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        news.await();
      }
      List<Sent> taken = waiting;
      waiting = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void flush(List<Sent> batch) {
    boolean read = connector.hasRead(PATIENCE);
    Incarnation now = Incarnation.of(connector.connection());
    for (Sent sent : batch) {
      if (read && sent.on.equals(now)) {
        sent.messages.forEach(message -> answer(message, sent.since));
      } else {
        unknown(
            sent.messages,
            "%s was lost before it had said that it has the event".formatted(connector.place()));
      }
    }
  }

  private void answer(OutboundMessage message, long since) {
    String subject = message.event().type();
    if (connector.denials().ofPublish(subject, since)) {
      message.failed(connector.denials().publish(subject));
    } else {
      message.stored(null, false);
    }
  }

  private static void unknown(List<? extends OutboundMessage> messages, String why) {
    BrokerException cause = new BrokerException(why);
    messages.forEach(message -> message.unknown(cause));
  }

  /** Confirms what it still can, for a moment, and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(Duration.ofSeconds(2).toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    waiting.forEach(sent -> unknown(sent.messages, "the connection was closed"));
    waiting = List.of();
  }
}
