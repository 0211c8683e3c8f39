package io.busline.spi;

import io.busline.error.UnsupportedException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One instance's share of what a group, or a broadcast, receives. Pulled, so that the engine keeps
 * the pace. Every method is called by the one thread that owns the consumer, except {@link
 * #wakeup()} and {@link #lag()}, which any thread may call.
 *
 * <p>A message that was put into the inbox is held by this consumer until it is acknowledged,
 * released, revoked, or the consumer is closed, however long that takes as long as the consumer is
 * polled: nobody else in the group gets it meanwhile. With {@link
 * io.busline.event.Ordering#PER_KEY}, neither does anybody else get a later message of the same
 * key.
 */
public interface BrokerConsumer extends AutoCloseable {

  /**
   * Waits for messages and puts them into the inbox, in order per key. Also the moment for the
   * consumer's own upkeep: heart-beats, rebalancing, reconnecting.
   *
   * @param max how many messages at most; with 0, only upkeep is done and nothing is awaited but a
   *     wake-up
   * @param waitNanos how long to wait for the first message, in nanoseconds; ends early on {@link
   *     #wakeup()}
   * @param inbox receives messages, and what was taken away
   * @throws io.busline.error.BrokerException if the broker is out of reach; the engine reports it,
   *     backs off and polls again
   */
  void poll(int max, long waitNanos, Inbox inbox);

  /**
   * Marks messages as done. Need not wait for the broker: what is lost on the way is delivered
   * again.
   *
   * @param done messages of this consumer, in the order in which they were finished
   */
  void ack(Collection<? extends InboundMessage> done);

  /**
   * Marks a message as done and stores what its handler has published, both or neither. Returns at
   * once. Called only where the spec asks for {@link ConsumerSpec#transactions()}.
   *
   * @param message a message of this consumer, which keeps holding it until this has ended
   * @param outputs the events to store, in order; the list is not kept
   * @return ends, on any thread, when both are stored; fails if none is and none will be, with a
   *     cause in words that a user understands. While nobody can tell, it does not end: the
   *     consumer finds out, or has the message revoked
   */
  default CompletableFuture<Void> complete(InboundMessage message, List<Output> outputs) {
    return CompletableFuture.failedFuture(
        new UnsupportedException(
            "this broker cannot " + Capability.TRANSACTIONS.inWords() + ". Use another one"));
  }

  /**
   * What the broker can do, but not for this consumer, because of an option of its subscription.
   *
   * @return the capabilities that are missing here; none by default
   */
  default Set<Capability> missing() {
    return Set.of();
  }

  /**
   * Gives messages back untouched, for anybody in the group and without counting an attempt.
   *
   * @param messages messages of this consumer
   */
  void release(Collection<? extends InboundMessage> messages);

  /**
   * Notes that a message failed and is to be tried again later, in case this process does not live
   * to do it. Meaningful with {@link Capability#DURABLE_RETRY}.
   *
   * @param message a message of this consumer, which keeps holding it
   * @param attempts how often it was tried
   * @param notBefore when it is due again
   */
  default void retryLater(InboundMessage message, int attempts, Instant notBefore) {}

  /**
   * Whether this consumer takes messages back with {@link #defer} at present. It may say no while
   * it keeps as many keys back as it can. Meaningful with {@link Capability#KEY_DEFERRAL}.
   *
   * @return true if it does; false by default
   */
  default boolean canDefer() {
    return false;
  }

  /**
   * Gives messages back because their keys do not move: an event before them is to be retried
   * later, or they are themselves. They are held no more. Neither they nor anything behind them of
   * the same keys is delivered to anybody in the group before {@link #resume}, or before the keys
   * move to another instance; what {@link #retryLater} noted of them is known then. Called only if
   * {@link #canDefer}. Must not block.
   *
   * @param messages of each ordering key that occurs, the last ones that are held, in order
   */
  default void defer(List<InboundMessage> messages) {
    throw new UnsupportedException("this broker cannot keep keys back");
  }

  /**
   * Has what was deferred of a key delivered again, in order, then what was stored behind it. A key
   * that is not kept back, or not any more, is no error. Must not block.
   *
   * @param key the {@link InboundMessage#orderingKey}
   */
  default void resume(String key) {}

  /**
   * Whether the group is paused at the broker, so that this consumer delivers nothing. It is asked
   * after each {@link #poll}, which returns at once when this changes. Must not block.
   *
   * @return true if it is, as far as this consumer knows; false by default
   */
  default boolean isPaused() {
    return false;
  }

  /**
   * How many matching events are stored and not yet acknowledged by the group.
   *
   * @return the number, or empty without {@link Capability#LAG}
   */
  OptionalLong lag();

  /** Makes a waiting {@link #poll}, or the next one, return at once. Callable by any thread. */
  void wakeup();

  /** Stops consuming; what is still held goes back to the group at once. Idempotent. */
  @Override
  void close();
}
