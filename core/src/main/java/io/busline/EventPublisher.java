package io.busline;

import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The part of an {@link EventBus} that publishes, for code that does nothing else. Safe for use by
 * any number of threads.
 *
 * <p>What is published is one of: an object whose class carries {@link
 * io.busline.annotation.EventType}; a full {@link Event}; an {@link EventBuilder}, in which what is
 * not set is filled in; the name of a type and its data; or a {@link PreparedEvent}. Every publish
 * ends in exactly one way: a {@link Receipt}, once the broker has confirmed; {@link
 * io.busline.error.PublishFailedException}, and it is surely not stored; or {@link
 * io.busline.error.PublishUnknownException}, and nobody can tell. How much is in flight is bounded;
 * at the bound, publishing waits.
 */
public interface EventPublisher {

  /**
   * Publishes and waits until the broker has confirmed.
   *
   * @param event an annotated object, an {@link Event} or an {@link EventBuilder}
   * @return what the broker confirmed
   * @throws io.busline.error.InvalidEventException if the event breaks a rule or a limit
   * @throws io.busline.error.EncodingException if its data cannot be encoded
   * @throws io.busline.error.PublishFailedException if it is surely not stored: the broker refused
   *     it, an interceptor or a codec threw something of its own, which is the cause, or the thread
   *     was interrupted before it was sent; the thread stays interrupted
   * @throws io.busline.error.PublishUnknownException if nobody can tell, or the thread was
   *     interrupted while waiting; the thread stays interrupted
   * @throws io.busline.error.BusClosedException if the bus is closed
   */
  Receipt publish(Object event);

  /**
   * Publishes data under a type's name and waits until the broker has confirmed.
   *
   * @param type the type's dotted name
   * @param data the data
   * @return what the broker confirmed
   * @see #publish(Object)
   */
  Receipt publish(String type, Object data);

  /**
   * Publishes without waiting for the confirmation. Blocks only while too much is in flight.
   *
   * <p>What is chained on the result without an executor of its own runs on the calling thread, or
   * on one that is there for that, never on a broker's: it may publish, and it may block.
   *
   * @param event an annotated object, an {@link Event} or an {@link EventBuilder}; null is an
   *     invalid event like others
   * @return completes with the receipt, or with one of the exceptions of {@link #publish(Object)};
   *     the method itself throws nothing, whatever interceptors and codecs throw
   */
  CompletableFuture<Receipt> publishAsync(Object event);

  /**
   * Publishes data under a type's name without waiting for the confirmation.
   *
   * @param type the type's dotted name
   * @param data the data
   * @return as {@link #publishAsync(Object)}
   */
  CompletableFuture<Receipt> publishAsync(String type, Object data);

  /**
   * Publishes many events, pipelined, and waits for all outcomes. They need not all succeed.
   *
   * @param events annotated objects, {@link Event}s or {@link EventBuilder}s; looked at once,
   *     before anything is sent
   * @return one outcome for each, in the same order
   */
  List<PublishOutcome> publishAll(Collection<?> events);

  /**
   * Makes of what {@link #publish(Object)} takes the event that would travel, and publishes
   * nothing: stamped, intercepted, encoded, and checked against every limit of the broker. For an
   * outbox, which stores the event in a transaction and publishes the {@link PreparedEvent} later.
   * Its id is final, so publishing it twice is recognised where a publish is. Asks nobody and does
   * not block, unless an interceptor or a codec does.
   *
   * @param event an annotated object, an {@link Event} or an {@link EventBuilder}
   * @return the event as it would travel, and its topic
   * @throws io.busline.error.InvalidEventException if the event breaks a rule or a limit
   * @throws io.busline.error.EncodingException if its data cannot be encoded
   * @throws io.busline.error.PublishFailedException if an interceptor or a codec threw something of
   *     its own, which is the cause
   * @throws io.busline.error.BusClosedException if the bus is closed
   */
  PreparedEvent prepare(Object event);

  /**
   * Makes the event that would travel of data under a type's name.
   *
   * @param type the type's dotted name
   * @param data the data
   * @return the event as it would travel, and its topic
   * @see #prepare(Object)
   */
  PreparedEvent prepare(String type, Object data);
}
