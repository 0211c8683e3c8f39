package io.busline;

import io.busline.DrainReport.Abandoned;
import io.busline.error.BusClosedException;
import io.busline.error.ConfigurationException;
import io.busline.spi.BrokerConsumer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a bus. No lock is held while the broker is asked for anything: one that does
 * not answer holds up who subscribes, and nobody who closes.
 */
final class Subscriptions {
  /** Each keeps the time itself, unless its broker blocks where it must not. */
  private static final Duration SLACK = Duration.ofMillis(200);

  private final List<ActiveSubscription> live = new CopyOnWriteArrayList<>();

  /** Groups that are being opened. Guarded by this. */
  private final Set<String> opening = new HashSet<>();

  private boolean closed;

  List<ActiveSubscription> all() {
    return live;
  }

  /** What is no fault, and explains why some rest. */
  List<String> notes() {
    return live.stream().flatMap(subscription -> subscription.note().stream()).toList();
  }

  /** Opens a consumer and starts a subscription on it, unless the bus is closed meanwhile. */
  ActiveSubscription open(
      @Nullable String group,
      Supplier<BrokerConsumer> opening,
      Function<BrokerConsumer, ActiveSubscription> start) {
    reserve(group);
    try {
      BrokerConsumer consumer = opening.get();
      try {
        return started(consumer, start);
      } catch (Throwable e) {
        close(consumer);
        throw e;
      }
    } finally {
      release(group);
    }
  }

  private synchronized void reserve(@Nullable String group) {
    requireOpen();
    if (group == null) {
      return;
    }
    boolean taken = live.stream().anyMatch(s -> s.group().equals(Optional.of(group)));
    if (taken || !opening.add(group)) {
      throw new ConfigurationException(
          "group %s is subscribed on this bus already, and two subscriptions would take each other's events. Close the first, add the handler to it with on(…), raise its concurrency, or name another group with subscription(\"…\")"
              .formatted(group));
    }
  }

  private synchronized void release(@Nullable String group) {
    opening.remove(group);
  }

  private synchronized ActiveSubscription started(
      BrokerConsumer consumer, Function<BrokerConsumer, ActiveSubscription> start) {
    requireOpen();
    ActiveSubscription subscription = start.apply(consumer);
    live.add(subscription);
    return subscription;
  }

  private void requireOpen() {
    if (closed) {
      throw new BusClosedException("the bus is closed, so nothing can be subscribed on it");
    }
  }

  private static void close(BrokerConsumer consumer) {
    try {
      consumer.close();
    } catch (Throwable e) {
      Log.write(Level.WARNING, "closing a subscription that never began failed", e);
    }
  }

  void remove(ActiveSubscription subscription) {
    live.remove(subscription);
  }

  /** Takes no more; false if that was said before. */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  /** Whether a thread is at work for one of these. */
  boolean areServedBy(Thread thread) {
    return live.stream().anyMatch(subscription -> subscription.isServedBy(thread));
  }

  /** Drains all at the same time; returns what was not finished. */
  List<Abandoned> drain(Duration deadline) {
    Duration most = deadline.plus(ActiveSubscription.LAST_WORDS).plus(SLACK);
    long end = System.nanoTime() + most.toNanos();
    List<CompletableFuture<List<Abandoned>>> drains = new ArrayList<>();
    for (ActiveSubscription subscription : live) {
      drains.add(
          CompletableFuture.supplyAsync(
              () -> subscription.abandonedAfter(deadline), Subscriptions::onOwnThread));
    }
    List<Abandoned> abandoned = new ArrayList<>();
    for (CompletableFuture<List<Abandoned>> drain : drains) {
      abandoned.addAll(await(drain, end - System.nanoTime()));
    }
    return abandoned;
  }

  /** So that all drain at the same time, however few cores there are. */
  private static void onOwnThread(Runnable drain) {
    HandlerThreads.startOwner("drain", drain);
  }

  private static List<Abandoned> await(CompletableFuture<List<Abandoned>> drain, long nanos) {
    try {
      return drain.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException | TimeoutException e) {
      Log.write(Level.WARNING, "a subscription was left behind while its bus closed", e);
      return List.of();
    }
  }
}
