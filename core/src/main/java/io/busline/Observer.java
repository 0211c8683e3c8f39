package io.busline;

import io.busline.event.Event;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches one bus: every publish, every attempt of a handler, and what becomes of failures. Tracing
 * and metrics are built on it. An observer changes no outcome: what it throws is logged once, and
 * the event goes on as if nobody watched.
 *
 * <p>What must happen on the thread of a publish or a handler, because it concerns that thread or
 * changes what is sent, is called there: {@link #connected}, {@link #publishing}, {@link
 * #handling}, {@link #handlingTogether}, and the methods of what they return except {@code ended}.
 * These must not block. One that holds up its thread for a second is interrupted, and the observer
 * is left out for a minute. Everything else is told on a thread of the observer's own, one after
 * another. If that thread is held up for long, what happens meanwhile is not told.
 *
 * <p>Safe for use by several threads. Each bus has observers of its own, since {@link #connected}
 * says which bus it is.
 */
public interface Observer {

  /** How an event comes to be published. */
  enum Kind {
    /** By a call for one event. */
    SINGLE,
    /** By a call for several events. */
    BATCH,
    /** By a handler, to be stored together with its acknowledgement; see {@link Outputs}. */
    OUTPUT,
    /** By a redrive of dead letters. */
    REDRIVE
  }

  /**
   * A publish that begins.
   *
   * @param event the event, complete, before interceptors; encoded already if it is redriven
   * @param topic where it belongs, unless an interceptor changes its type
   * @param kind how it comes to be published
   */
  record Publish(Event<?> event, String topic, Kind kind) {}

  /**
   * An event that a handler is about to be given.
   *
   * @param subscription a group or "broadcast"
   * @param attempt which try this is
   * @param event the event as it travelled, or the best that could be made of what came
   * @param headers what the broker's message carried beside the event's attributes: those of {@code
   *     traceparent}, {@code tracestate} and {@code baggage} that it had; empty where the broker
   *     has no headers
   */
  record Delivered(
      String subscription, Attempt attempt, Event<byte[]> event, Map<String, String> headers) {}

  /**
   * The bus is connected. On the thread that connects it, before anything is published; must not
   * block.
   *
   * @param bus the bus, from which gauges can be read
   * @param broker what carries events: the technology and its version, such as {@code SQLite
   *     3.53.0}
   */
  default void connected(EventBus bus, String broker) {}

  /**
   * A subscription has begun.
   *
   * @param subscription the subscription, from which gauges can be read
   */
  default void subscribed(Subscription subscription) {}

  /**
   * A publish begins. On the caller's thread; must not block.
   *
   * @param publish what is published
   * @return what watches it from here on, or null for nothing
   */
  default @Nullable PublishObservation publishing(Publish publish) {
    return null;
  }

  /**
   * An attempt at an event begins. On the handler's thread, before the event is decoded; must not
   * block.
   *
   * @param delivered the event
   * @return what watches the attempt, or null for nothing
   */
  default @Nullable HandlingObservation handling(Delivered delivered) {
    return null;
  }

  /**
   * An attempt of a batch handler begins, as {@link #handling} does.
   *
   * @param delivered the events of the batch, at least one
   * @return what watches the attempt, or null for nothing
   */
  default @Nullable HandlingObservation handlingTogether(List<Delivered> delivered) {
    return null;
  }

  /**
   * Something else happened: every signal except {@link Signal.Published}, {@link
   * Signal.NotPublished} and {@link Signal.Handled}, which observations tell.
   *
   * @param signal what
   */
  default void onSignal(Signal signal) {}

  /** The bus is closed; nothing follows. */
  default void closed() {}
}
