package io.busline;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A live subscription. Safe for use by several threads. */
public interface Subscription extends AutoCloseable {

  /** What a subscription is doing. */
  enum State {
    /** Receiving and handling. */
    RUNNING,
    /** Connected, and taking nothing until it, or its group, is resumed. */
    PAUSED,
    /** The broker is out of reach, or fails in any other way; it goes on when that ends. */
    RECOVERING,
    /** Every handler thread and its replacement is stuck in a handler that does not return. */
    STALLED,
    /** Finishing what has begun. */
    DRAINING,
    /** Over. */
    CLOSED
  }

  /**
   * The durable group.
   *
   * @return its name, or empty for a broadcast
   */
  Optional<String> group();

  /**
   * What it is doing.
   *
   * @return the state
   */
  State state();

  /**
   * How many events are stored and not yet handled by the group. May block.
   *
   * @return the number, or empty if the broker does not tell
   */
  OptionalLong lag();

  /**
   * How many events this instance has taken and not yet settled: those with handlers, and those
   * that wait behind them, for their time, or for an acknowledgement to be stored. Does not block.
   *
   * @return the number, at most half a second old
   */
  int inFlight();

  /**
   * How old the oldest event is that this instance has taken and not yet settled, by the event's
   * own {@code time}. It grows while a subscription falls behind, or retries. Blocks for a second
   * at most.
   *
   * @return the age; zero if nothing waits; empty if that is not known: because events wait at the
   *     broker only, none of the oldest has a time, or the subscription does not answer or is over
   */
  Optional<Duration> oldestAge();

  /**
   * Has this instance take no more events; what handlers have begun they finish. For all instances
   * of a group, see {@link EventBus#pauseGroup}. Idempotent.
   */
  void pause();

  /** Ends a pause of this instance, not that of its group. Idempotent. */
  void resume();

  /**
   * Stops: takes no more events, waits for the handlers that run, gives the rest back. Blocks, and
   * past the deadline a second more at most.
   *
   * <p>Within one of its own handlers or interceptors it begins that and returns at once. The event
   * counts as handled if the handler returns by the deadline, and comes again otherwise.
   *
   * @param deadline how long at most
   * @return what was left unfinished; nothing if another call drains already, or within a handler
   */
  DrainReport drain(Duration deadline);

  /**
   * What holds for this subscription: order, delivery, retries, dead letters, start, and what the
   * broker cannot give.
   *
   * @return some lines of text for people
   */
  String explain();

  /** Drains within the bus's close timeout as {@link #drain} does. Idempotent; never throws. */
  @Override
  void close();
}
