package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.Receipt;
import io.busline.error.PublishUnknownException;
import io.busline.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A steady stream of events that are each published once, whatever comes of it; what was said of
 * each, and what each group handled.
 */
final class Traffic {
  private static final int KEYS = 32;

  /** More of one publisher than this are not without an answer: it waits, as a service would. */
  private static final int UNANSWERED = 1_000;

  /** Some hundred events a second: many are in flight whenever something happens. */
  private static final long PAUSE_NANOS = 1_500_000;

  /** After one that failed at once, since the broker is away and the next one fails, too. */
  private static final long PAUSE_AFTER_FAILURE_NANOS = 20_000_000;

  private final String type;
  private final Map<String, CompletableFuture<Receipt>> outcomes = new ConcurrentHashMap<>();
  private final Map<String, List<String>> handled = new ConcurrentHashMap<>();
  private final List<Thread> publishers = new ArrayList<>();

  /** Counted as they come: there may be tens of thousands, and it is asked for all the time. */
  private final AtomicInteger storedCount = new AtomicInteger();

  private volatile boolean stopped;

  Traffic(String type) {
    this.type = type;
  }

  /** Publishes on a bus from a thread of its own, under keys of its own. */
  void publishOn(EventBus bus) {
    int publisher = publishers.size();
    Thread thread = new Thread(() -> publish(bus, publisher), "kit-publisher-" + publisher);
    publishers.add(thread);
    thread.start();
  }

  private void publish(EventBus bus, int publisher) {
    Deque<CompletableFuture<Receipt>> unanswered = new ArrayDeque<>();
    int number = 0;
    while (!stopped) {
      long pause = PAUSE_NANOS;
      if (unanswered.size() < UNANSWERED) {
        CompletableFuture<Receipt> outcome = publish(bus, publisher + "-" + number % KEYS, number);
        unanswered.add(outcome);
        number++;
        pause = outcome.isCompletedExceptionally() ? PAUSE_AFTER_FAILURE_NANOS : pause;
      }
      while (!unanswered.isEmpty() && unanswered.peek().isDone()) {
        unanswered.remove();
      }
      LockSupport.parkNanos(pause);
    }
  }

  private CompletableFuture<Receipt> publish(EventBus bus, String key, int number) {
    String id = key + "#" + number;
    CompletableFuture<Receipt> outcome =
        bus.publishAsync(
            Event.builder(type, id.getBytes(StandardCharsets.UTF_8)).id(id).subject(key));
    outcomes.put(id, outcome);
    var unused =
        outcome.whenComplete(
            (receipt, failure) -> {
              if (failure == null) {
                storedCount.incrementAndGet();
              }
            });
    return outcome;
  }

  /** Ends the publishing; returns when every event has its outcome. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread publisher : publishers) {
      publisher.join();
    }
    for (CompletableFuture<Receipt> outcome : outcomes.values()) {
      try {
        outcome.get();
      } catch (ExecutionException e) {
        // One of the outcomes; it is asked for when all are there.
      }
    }
  }

  /** Waits until more events are stored than were. */
  void awaitProgress(Scene scene) {
    int before = storedCount.get();
    scene.await("publishing works", () -> storedCount.get() > before + 100, this);
  }

  Set<String> stored() {
    Set<String> ids = new HashSet<>();
    outcomes.forEach(
        (id, outcome) -> {
          if (!outcome.isCompletedExceptionally()) {
            ids.add(id);
          }
        });
    return ids;
  }

  Set<String> failed() {
    Set<String> ids = new HashSet<>();
    outcomes.forEach(
        (id, outcome) -> {
          if (outcome.isCompletedExceptionally() && !isUnknown(outcome)) {
            ids.add(id);
          }
        });
    return ids;
  }

  private static boolean isUnknown(CompletableFuture<Receipt> outcome) {
    try {
      outcome.get();
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof PublishUnknownException;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    }
  }

  EventHandler<byte[]> handler(String group) {
    List<String> list =
        handled.computeIfAbsent(group, g -> Collections.synchronizedList(new ArrayList<>()));
    return event -> list.add(event.id());
  }

  private List<String> of(String group) {
    List<String> list = handled.getOrDefault(group, List.of());
    synchronized (list) {
      return List.copyOf(list);
    }
  }

  /** Asked often while a broker works beside it, so that it costs little as long as it is false. */
  boolean hasHandledAllStored(String group) {
    return handled.getOrDefault(group, List.of()).size() >= storedCount.get()
        && new HashSet<>(of(group)).containsAll(stored());
  }

  int doubles(String group) {
    List<String> all = of(group);
    return all.size() - new HashSet<>(all).size();
  }

  /**
   * Nothing was handled that was not published, or was said to be surely not stored. By sets: there
   * may be tens of thousands, and an assertion about lists compares each with each.
   */
  void assertHonest(String group) {
    Set<String> strange = new HashSet<>(of(group));
    strange.removeAll(outcomes.keySet());
    assertThat(strange).as("handled by %s, but never published", group).isEmpty();
    Set<String> denied = failed();
    denied.retainAll(new HashSet<>(of(group)));
    assertThat(denied).as("handled by %s, but said to have failed", group).isEmpty();
  }

  /** Of each key, the first handlings come in the order of publishing. */
  void assertOrdered(String group) {
    Map<String, List<Integer>> numbers = new HashMap<>();
    for (String id : new LinkedHashSet<>(of(group))) {
      int hash = id.indexOf('#');
      numbers
          .computeIfAbsent(id.substring(0, hash), key -> new ArrayList<>())
          .add(Integer.parseInt(id.substring(hash + 1)));
    }
    numbers.forEach(
        (key, list) -> assertThat(list).as("%s, first handlings of %s", group, key).isSorted());
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "%d published, %d stored, %d failed"
                .formatted(outcomes.size(), stored().size(), failed().size()));
    handled.forEach(
        (group, all) -> {
          Set<String> missing = stored();
          missing.removeAll(new HashSet<>(of(group)));
          text.append("; %s handled %d, lacks %d".formatted(group, all.size(), missing.size()));
          missing.stream().limit(5).forEach(id -> text.append(' ').append(id));
        });
    return text.toString();
  }
}
