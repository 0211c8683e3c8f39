package io.busline.testkit;

import io.busline.admin.DeadLetter;
import io.busline.event.Ordering;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.Capability;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Output;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Watches what a subscription holds. It is at rest when it waits for its broker and holds nothing
 * but what waits for its time.
 */
final class WatchedConsumer implements BrokerConsumer {
  private static final Instant NOW = Instant.MIN;

  /** For a dead letter that was refused: the engine knows when it tries again. */
  private static final Instant SOME_TIME = Instant.MAX;

  private final WatchedBroker broker;
  private final BrokerConsumer consumer;
  private final ConsumerSpec spec;
  private final TimeSource time;

  /** What is held, in the order of arrival, and when each may be tried. Guarded by this. */
  private final Map<InboundMessage, Instant> held = new LinkedHashMap<>();

  /** When keys may be tried that were deferred together with what was to be tried. */
  private final Map<String, Instant> deferred = new HashMap<>();

  /** Whether the owner waits in a poll that has found nothing. Guarded by this. */
  private boolean idle;

  /** Whether the owner is to return from its present or next poll. Guarded by this. */
  private boolean woken;

  /** How often the owner began to wait. Guarded by this. */
  private long turn;

  WatchedConsumer(
      WatchedBroker broker, BrokerConsumer consumer, ConsumerSpec spec, TimeSource time) {
    this.broker = broker;
    this.consumer = consumer;
    this.spec = spec;
    this.time = time;
  }

  /** Has the owner look again; returns the turn that must be over before it has. */
  long nudge() {
    long present;
    synchronized (this) {
      present = turn;
    }
    wakeup();
    return present;
  }

  synchronized boolean isAtRestSince(long earlierTurn) {
    return idle && turn > earlierTurn && nothingCanRun();
  }

  private boolean nothingCanRun() {
    Instant now = time.now();
    if (deferred.values().stream().anyMatch(due -> !due.isAfter(now))) {
      return false;
    }
    Set<String> waitingKeys = new HashSet<>();
    for (Map.Entry<InboundMessage, Instant> entry : held.entrySet()) {
      String key = spec.ordering() == Ordering.PER_KEY ? entry.getKey().event().keyOrNull() : null;
      boolean waits = entry.getValue().isAfter(now) || (key != null && waitingKeys.contains(key));
      if (!waits) {
        return false;
      }
      if (key != null) {
        waitingKeys.add(key);
      }
    }
    return true;
  }

  /** When the next retry is due by the clock's nanoseconds, or {@link Long#MAX_VALUE}. */
  synchronized long nextDue() {
    return Stream.concat(held.values().stream(), deferred.values().stream())
        .filter(due -> due.isAfter(time.now()) && !due.equals(SOME_TIME))
        .min(Instant::compareTo)
        .map(due -> time.nanos() + Duration.between(time.now(), due).toNanos())
        .orElse(Long.MAX_VALUE);
  }

  /** Looks first without waiting, to tell a poll that finds something from one that waits. */
  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    Watch watch = new Watch(inbox);
    consumer.poll(max, 0, watch);
    if (watch.sawAny || waitNanos <= 0 || !beginsToWait()) {
      return;
    }
    try {
      consumer.poll(max, waitNanos, watch);
    } finally {
      synchronized (this) {
        idle = false;
      }
    }
  }

  private synchronized boolean beginsToWait() {
    if (woken) {
      woken = false;
      return false;
    }
    idle = true;
    turn++;
    return true;
  }

  @Override
  public void wakeup() {
    synchronized (this) {
      woken = true;
      idle = false;
    }
    consumer.wakeup();
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    done.forEach(this::acknowledged);
    letGo(done);
    consumer.ack(done);
  }

  @Override
  public CompletableFuture<Void> complete(InboundMessage message, List<Output> outputs) {
    return consumer
        .complete(message, outputs)
        .thenRun(
            () -> {
              outputs.forEach(output -> broker.observer().stored(output.event(), false));
              acknowledged(message);
              letGo(List.of(message));
            });
  }

  private void acknowledged(InboundMessage message) {
    broker.observer().handled().acknowledged(spec.group(), message.event());
  }

  @Override
  public Set<Capability> missing() {
    return consumer.missing();
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    letGo(messages);
    consumer.release(messages);
  }

  private synchronized void letGo(Collection<? extends InboundMessage> messages) {
    broker.happened();
    messages.forEach(held::remove);
  }

  @Override
  public void retryLater(InboundMessage message, int attempts, Instant notBefore) {
    consumer.retryLater(message, attempts, notBefore);
    waits(message, notBefore);
  }

  @Override
  public boolean canDefer() {
    return consumer.canDefer();
  }

  @Override
  public void defer(List<InboundMessage> messages) {
    synchronized (this) {
      for (InboundMessage message : messages) {
        Instant due = held.get(message);
        if (due != null && due.isAfter(time.now())) {
          deferred.put(message.orderingKey(), due);
        }
      }
      letGo(messages);
    }
    consumer.defer(messages);
  }

  @Override
  public void resume(String key) {
    synchronized (this) {
      deferred.remove(key);
    }
    consumer.resume(key);
  }

  private synchronized void waits(InboundMessage message, Instant notBefore) {
    broker.happened();
    held.computeIfPresent(message, (present, due) -> notBefore);
  }

  synchronized void refused(DeadLetter letter) {
    held.replaceAll(
        (message, due) ->
            letter.group().equals(spec.group())
                    && message.event().id().equals(letter.event().id())
                    && message.event().source().equals(letter.event().source())
                ? SOME_TIME
                : due);
  }

  @Override
  public boolean isPaused() {
    return consumer.isPaused();
  }

  @Override
  public OptionalLong lag() {
    return consumer.lag();
  }

  @Override
  public void close() {
    consumer.close();
    broker.closed(this);
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder(spec.group() == null ? "broadcast" : spec.group());
    held.forEach(
        (message, due) ->
            text.append("; ")
                .append(message.event())
                .append(due.equals(NOW) ? " is being handled" : " waits until " + due));
    return text.toString();
  }

  /** Notes what comes and goes on the way to the engine. */
  private final class Watch implements Inbox {
    private final Inbox inbox;
    private boolean sawAny;

    Watch(Inbox inbox) {
      this.inbox = inbox;
    }

    @Override
    public void arrived(InboundMessage message) {
      sawAny = true;
      broker.happened();
      synchronized (WatchedConsumer.this) {
        held.put(message, message.notBefore().orElse(NOW));
      }
      inbox.arrived(message);
    }

    @Override
    public void revoked(InboundMessage message) {
      sawAny = true;
      inbox.revoked(message);
      synchronized (WatchedConsumer.this) {
        held.remove(message);
      }
    }
  }
}
