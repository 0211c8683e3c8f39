package io.busline.rabbitmq;

import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ReturnCallback;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import io.busline.error.BrokerException;
import io.busline.rabbitmq.Unanswered.Sent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was published on one channel and is not answered yet. The server counts the messages it
 * receives on a channel, from 1; so do we. Safe for use by several threads.
 */
final class Confirms implements ConfirmListener, ReturnCallback, ShutdownListener {

  /**
   * How many messages may be unanswered. A server that reads and confirms nothing would be sent
   * more for as long as it lasts. A sender that is this far ahead gains nothing by being further.
   */
  private static final int MOST = Unanswered.MOST;

  private final Unanswered pending = new Unanswered();
  private long lastReturned;
  private volatile boolean full;
  private @Nullable BrokerException ended;

  /** Takes note of a message before it is sent; false if nothing may be sent any more. */
  synchronized boolean sending(long number, Outgoing message, @Nullable String id) {
    if (ended != null) {
      return false;
    }
    pending.add(new Sent(number, message, id));
    noteWhetherFull();
    return true;
  }

  /** Written only when it changes: the publisher's thread reads it before each message. */
  private void noteWhetherFull() {
    boolean now = pending.size() >= MOST;
    if (now != full) {
      full = now;
    }
  }

  /** Whether so much is unanswered that no more should be sent for now. */
  boolean isFull() {
    return full;
  }

  /** Keeps of each message whose sender was answered only what tells it from others. */
  synchronized void forgetAnswered() {
    for (Sent sent : pending.all()) {
      if (sent.message.isAnswered() && !(sent.message instanceof Forgotten)) {
        sent.message = Forgotten.of(sent.message);
      }
    }
  }

  /** A message was not sent after all, so its number is free; false if it was answered already. */
  synchronized boolean notSent(long number) {
    return pending.remove(number) != null;
  }

  /** Messages are returned in the order in which they were sent. */
  @Override
  public synchronized void handle(Return message) {
    Sent sent = pending.find(message, lastReturned);
    if (sent != null) {
      sent.returned = true;
      lastReturned = sent.number;
    }
  }

  /** One that is returned is returned before it is confirmed. */
  @Override
  public void handleAck(long number, boolean multiple) {
    List<Sent> taken;
    synchronized (this) {
      taken = take(number, multiple);
    }
    taken.forEach(sent -> sent.message.confirmed(!sent.returned));
  }

  /** One queue has not taken it; others may have. */
  @Override
  public void handleNack(long number, boolean multiple) {
    List<Sent> refused;
    synchronized (this) {
      refused = take(number, multiple);
    }
    BrokerException cause =
        new BrokerException(
            "the server could not store the event in every queue. Look at its log, and at limits on"
                + " the length of queues");
    refused.forEach(sent -> sent.message.unknown(cause));
  }

  private List<Sent> take(long number, boolean multiple) {
    List<Sent> taken;
    if (multiple) {
      taken = pending.removeThrough(number);
    } else {
      Sent sent = pending.remove(number);
      taken = sent == null ? List.of() : List.of(sent);
    }
    noteWhetherFull();
    return taken;
  }

  /** The channel has ended, and nothing more will be answered on it. */
  @Override
  public void shutdownCompleted(ShutdownSignalException cause) {
    end(new BrokerException("the event was not confirmed: " + Failures.reason(cause)));
  }

  void end(BrokerException cause) {
    List<Sent> unanswered;
    synchronized (this) {
      if (ended != null) {
        return;
      }
      ended = cause;
      unanswered = pending.all();
      pending.clear();
      full = false;
    }
    unanswered.forEach(sent -> sent.message.unknown(cause));
  }
}
