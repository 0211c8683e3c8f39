package io.busline.testkit;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.memory.MemoryBroker;
import io.busline.memory.MemoryFaults;
import io.busline.memory.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A memory broker on a clock that the test moves, which knows when there is nothing left to do, and
 * what was published and handled. Any number of buses may be on it. What its buses do is done on
 * their own threads; {@link #settle} and {@link #advance} wait for it. Those two are for one thread
 * at a time; the rest is safe for use by several. Brokers share nothing, so that tests with a
 * broker each may run side by side.
 */
public final class TestBroker implements AutoCloseable {

  /** Far beyond what anything in memory takes, and short enough for whoever waits in vain. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** More than a test has, and than anybody reads. */
  private static final int MOST_LETTERS = 1_000;

  private final VirtualTime time = new VirtualTime();
  private final MemoryBroker memory = MemoryBroker.create(time);
  private final Observer observer = new Observer();
  private final List<OpenBus> open = new CopyOnWriteArrayList<>();
  private final String name;
  private final WatchedBroker watched;

  private TestBroker(String name) {
    this.name = name;
    this.watched = new WatchedBroker(memory, time, observer, name);
  }

  /**
   * Creates an empty broker.
   *
   * @return the broker
   */
  public static TestBroker create() {
    return create("test broker");
  }

  /**
   * Creates an empty broker that says in messages whose it is.
   *
   * @param name what to call it, such as the name of a test
   * @return the broker
   */
  public static TestBroker create(String name) {
    return new TestBroker(name);
  }

  /**
   * The broker of a bus.
   *
   * @param bus a bus that {@link #connect} has opened, or a JDK proxy that stands for one: its
   *     invocation handler is a {@link java.util.function.Supplier} of it
   * @return its broker
   * @throws IllegalArgumentException if the bus is on no test broker
   */
  public static TestBroker of(EventBus bus) {
    TestBroker broker = OpenBus.brokerOf(bus);
    if (broker == null) {
      throw new IllegalArgumentException(
          bus
              + " was not opened by TestBroker.connect(…), so nobody noted what it published and"
              + " handled. Open it so, or subscribe a Recorder to what it publishes");
    }
    return broker;
  }

  /**
   * Opens a bus on this broker and its clock.
   *
   * @param service the service's name
   * @return the bus; closing it leaves the broker open
   */
  public EventBus connect(String service) {
    return connect(service, UnaryOperator.identity());
  }

  /**
   * Opens a bus with options on this broker and its clock.
   *
   * @param service the service's name
   * @param options sets what the test wants otherwise, such as a codec or an interceptor
   * @return the bus; closing it leaves the broker open
   */
  public EventBus connect(String service, UnaryOperator<EventBusBuilder> options) {
    EventBusBuilder builder =
        EventBus.builder(watched)
            .service(service)
            .time(time)
            .withoutShutdownHook()
            .interceptor(observer);
    OpenBus bus = new OpenBus(this, options.apply(builder).connect());
    open.add(bus);
    return bus.watched();
  }

  void closed(OpenBus bus) {
    open.remove(bus);
  }

  /**
   * The buses that were opened on this broker and are not closed, each with the line that opened
   * it.
   *
   * @return a line for each, for people
   */
  public List<String> openBuses() {
    return open.stream().map(OpenBus::toString).toList();
  }

  /** Closes the buses that were opened on this broker and are not closed. */
  public void closeBuses() {
    open.forEach(OpenBus::close);
  }

  /**
   * What the buses on this broker have published.
   *
   * @return a view that grows
   */
  public PublishedEvents published() {
    return observer.published();
  }

  /**
   * What the subscriptions on this broker have handled.
   *
   * @return a view that grows
   */
  public HandledEvents handled() {
    return observer.handled();
  }

  /**
   * Looks for dead letters of all groups. Does not wait; {@link #settle} does.
   *
   * @return those that are there, in the order in which they died
   */
  public List<DeadLetter> deadLetters() {
    return memory
        .deadLetters()
        .map(letters -> letters.list(DeadLetterQuery.all(), "", MOST_LETTERS).letters())
        .orElseGet(List::of);
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

  /**
   * As {@link #settle()}, with another patience.
   *
   * @param patience how long at most, by the machine's clock
   * @throws AssertionError if it takes longer
   */
  public void settle(Duration patience) {
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

  @Override
  public String toString() {
    return name;
  }
}
