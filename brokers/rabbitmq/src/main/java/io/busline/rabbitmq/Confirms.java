package io.busline.rabbitmq;

import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ReturnCallback;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import io.busline.error.BrokerException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  private static final int MOST = 1 << 15;

  private final Map<Long, Sent> pending = new LinkedHashMap<>();
  private final Set<Long> returned = new HashSet<>();
  private long lastSent;
  private long lastReturned;
  private volatile boolean full;
  private @Nullable BrokerException ended;

  /** Takes note of a message before it is sent; false if nothing may be sent any more. */
  synchronized boolean sending(long number, Outgoing message, @Nullable String id) {
    if (ended != null) {
      return false;
    }
    pending.put(number, new Sent(message, id));
    noteWhetherFull();
    lastSent = number;
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
    for (Map.Entry<Long, Sent> each : pending.entrySet()) {
      Sent sent = each.getValue();
      if (sent.message().isAnswered() && !(sent.message() instanceof Forgotten)) {
        each.setValue(new Sent(Forgotten.of(sent.message()), sent.id()));
      }
    }
  }

  /** A message was not sent after all, so its number is free; false if it was answered already. */
  synchronized boolean notSent(long number) {
    return pending.remove(number) != null;
  }

  /**
   * A message, and its id if it has one, which tells it from others when it is returned: the server
   * does not say its number then.
   */
  private record Sent(Outgoing message, @Nullable String id) {
    boolean is(Return returned) {
      return message.routingKey().equals(returned.getRoutingKey())
          && message.exchange().equals(returned.getExchange())
          && Objects.equals(id, returned.getProperties().getMessageId());
    }
  }

  /** Messages are returned in the order in which they were sent. */
  @Override
  public synchronized void handle(Return message) {
    if (pending.isEmpty()) {
      return;
    }
    long oldest = pending.keySet().iterator().next();
    for (long number = Math.max(oldest, lastReturned + 1); number <= lastSent; number++) {
      Sent sent = pending.get(number);
      if (sent != null && sent.is(message)) {
        returned.add(number);
        lastReturned = number;
        return;
      }
    }
  }

  /** One that is returned is returned before it is confirmed. */
  @Override
  public void handleAck(long number, boolean multiple) {
    List<Outgoing> routed = new ArrayList<>();
    List<Outgoing> unrouted = new ArrayList<>();
    synchronized (this) {
      for (Map.Entry<Long, Sent> each : take(number, multiple)) {
        (returned.remove(each.getKey()) ? unrouted : routed).add(each.getValue().message());
      }
    }
    routed.forEach(message -> message.confirmed(true));
    unrouted.forEach(message -> message.confirmed(false));
  }

  /** One queue has not taken it; others may have. */
  @Override
  public void handleNack(long number, boolean multiple) {
    List<Map.Entry<Long, Sent>> refused;
    synchronized (this) {
      refused = take(number, multiple);
      refused.forEach(each -> returned.remove(each.getKey()));
    }
    BrokerException cause =
        new BrokerException(
            "the server could not store the event in every queue. Look at its log, and at limits on the length of queues");
    refused.forEach(each -> each.getValue().message().unknown(cause));
  }

  private List<Map.Entry<Long, Sent>> take(long number, boolean multiple) {
    List<Map.Entry<Long, Sent>> taken = new ArrayList<>();
    if (multiple) {
      Iterator<Map.Entry<Long, Sent>> each = pending.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<Long, Sent> next = each.next();
        if (next.getKey() > number) {
          break;
        }
        taken.add(Map.entry(next.getKey(), next.getValue()));
        each.remove();
      }
    } else {
      Sent message = pending.remove(number);
      if (message != null) {
        taken.add(Map.entry(number, message));
      }
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
      unanswered = List.copyOf(pending.values());
      pending.clear();
      full = false;
    }
    unanswered.forEach(sent -> sent.message().unknown(cause));
  }
}
