package io.busline.testkit;

import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A handler that keeps what it receives. It can be told to fail, and to hold its events up. Safe
 * for use by several threads; one recorder may serve several subscriptions.
 *
 * @param <T> the type of the data
 */
public final class Recorder<T> implements EventHandler<T> {

  /** Far beyond what anything in memory takes, and short enough for whoever waits in vain. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Event<T>> events = new ArrayList<>();
  private int attempts;
  private int failures;
  private boolean held;

  /** How the groups of recorders begin that subscribe themselves. */
  static final String GROUP = "recorder.";

  /** Creates a recorder that has received nothing and handles everything well. */
  public Recorder() {}

  /**
   * Creates a recorder and subscribes it, in a group of its own, so that it receives the same
   * events as the services that are tested. Works on every broker.
   *
   * @param bus where; closing it ends the subscription
   * @param type a class that is annotated, or that a codec has for its own
   * @param <T> the type of the data
   * @return the recorder, which receives whatever is there and is published from now on
   * @throws io.busline.error.ConfigurationException if the class has no event type, or a recorder
   *     of it is subscribed on this bus already
   */
  public static <T> Recorder<T> of(EventBus bus, Class<T> type) {
    Recorder<T> recorder = new Recorder<>();
    bus.subscription(GROUP + type.getSimpleName()).on(type, recorder).subscribe();
    return recorder;
  }

  /**
   * Fails the next attempts, whichever events they are of.
   *
   * @param count how many
   * @return this recorder
   */
  public Recorder<T> failNext(int count) {
    locked(() -> failures = count);
    return this;
  }

  /**
   * Holds up whatever comes from now on until {@link #release()}.
   *
   * @return this recorder
   */
  public Recorder<T> hold() {
    locked(() -> held = true);
    return this;
  }

  /** Lets go of what is held up. */
  public void release() {
    locked(() -> held = false);
  }

  /** Called by the bus. */
  @Override
  public void handle(Event<T> event) throws Exception {
    lock.lockInterruptibly();
    try {
      attempts++;
      changed.signalAll();
      while (held) {
        changed.await();
      }
      if (failures > 0) {
        failures--;
        throw new ToldToFailException();
      }
      events.add(event);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was handled without a failure.
   *
   * @return the events, in the order in which they were handled
   */
  public List<Event<T>> events() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The data of {@link #events()}.
   *
   * @return the data, in the same order
   */
  public List<T> data() {
    return events().stream().map(Event::data).toList();
  }

  /**
   * How often it was called, with success or without.
   *
   * @return the number
   */
  public int attempts() {
    lock.lock();
    try {
      return attempts;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until so many events have been handled, 10 s at most by the machine's clock.
   *
   * @param count how many, since the recorder was created
   * @return the events, at least that many
   * @throws AssertionError if they do not come in time; it lists those that came
   */
  public List<Event<T>> awaitCount(int count) {
    return awaitCount(count, PATIENCE);
  }

  /**
   * Waits until so many events have been handled.
   *
   * @param count how many, since the recorder was created
   * @param deadline how long at most, by the machine's clock
   * @return the events, at least that many
   * @throws AssertionError if they do not come in time; it lists those that came
   */
  public List<Event<T>> awaitCount(int count, Duration deadline) {
    long left = deadline.toNanos();
    lock.lock();
    try {
      while (events.size() < count) {
        if (left <= 0) {
          throw new AssertionError(
              "expected %d events within %s; %d attempts were made and these events handled: %s"
                  .formatted(
                      count, deadline, attempts, PublishedEvents.inWords(List.copyOf(events))));
        }
        left = changed.awaitNanos(left);
      }
      return List.copyOf(events);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + count + " events", e);
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
