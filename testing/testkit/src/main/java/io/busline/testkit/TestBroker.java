package io.busline.testkit;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.memory.MemoryBroker;
import io.busline.memory.MemoryFaults;
import io.busline.memory.VirtualTime;
import java.time.Duration;

/**
 * A memory broker on a clock that the test moves, which knows when there is nothing left to do. Any
 * number of buses may be on it. What its buses do is done on their own threads; {@link #settle} and
 * {@link #advance} wait for it. Those two are for one thread at a time; the rest is safe for use by
 * several.
 */
public final class TestBroker implements AutoCloseable {

  /** Far beyond what anything in memory takes, and short enough for whoever waits in vain. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final VirtualTime time = new VirtualTime();
  private final MemoryBroker memory = MemoryBroker.create(time);
  private final WatchedBroker watched = new WatchedBroker(memory, time);

  private TestBroker() {}

  /**
   * Creates an empty broker.
   *
   * @return the broker
   */
  public static TestBroker create() {
    return new TestBroker();
  }

  /**
   * Opens a bus on this broker and its clock.
   *
   * @param service the service's name
   * @return the bus; closing it leaves the broker open
   */
  public EventBus connect(String service) {
    return builder().service(service).connect();
  }

  /**
   * Begins a bus with options on this broker and its clock.
   *
   * @return the builder
   */
  public EventBusBuilder builder() {
    return EventBus.builder(watched).time(time);
  }

  /**
   * The clock. Moving it directly wakes whatever is due and does not wait for it.
   *
   * @return the clock
   */
  public VirtualTime time() {
    return time;
  }

  /**
   * The ways in which the broker can be told to misbehave.
   *
   * @return the faults, all off
   */
  public MemoryFaults faults() {
    return memory.faults();
  }

  /**
   * Waits until every event that can be handled now is: what remains waits for its retry, or for an
   * event of its key that does. Time stands still meanwhile.
   *
   * @throws AssertionError if that takes more than 10 s by the machine's clock, because a handler
   *     does not return or a paused subscription holds events; it lists what is held
   */
  public void settle() {
    settle(PATIENCE);
  }

  void settle(Duration patience) {
    watched.settle(patience);
  }

  /**
   * Moves time forward, stopping wherever a retry is due to do what follows from it, as if every
   * handler took no time.
   *
   * @param by how far
   * @throws AssertionError as by {@link #settle}
   */
  public void advance(Duration by) {
    long end = time.nanos() + by.toNanos();
    settle();
    for (long due = watched.nextDue(); due <= end; due = watched.nextDue()) {
      time.advance(Duration.ofNanos(Math.max(0, due - time.nanos())));
      settle();
    }
    time.advance(Duration.ofNanos(end - time.nanos()));
    settle();
  }

  /** Closes the broker. Close its buses first. */
  @Override
  public void close() {
    memory.close();
  }
}
