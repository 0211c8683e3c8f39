package io.busline;

import io.busline.admin.DeadLetter;
import io.busline.error.EventBusException;
import io.busline.event.Event;
import java.time.Duration;

/** What an {@link EventBusListener} is told. {@code subscription} is a group or "broadcast". */
public sealed interface Signal {

  /**
   * An event is stored.
   *
   * @param receipt what the broker confirmed
   */
  record Published(Receipt receipt) implements Signal {}

  /**
   * A publish failed, or its outcome is unknown.
   *
   * @param type the event's type
   * @param id the event's id
   * @param cause a {@code PublishFailedException} or a {@code PublishUnknownException}
   */
  record NotPublished(String type, String id, EventBusException cause) implements Signal {}

  /**
   * A handler returned.
   *
   * @param subscription which
   * @param event the event, decoded
   * @param attempt 1 for the first try
   * @param took how long it took
   */
  record Handled(String subscription, Event<?> event, int attempt, Duration took)
      implements Signal {}

  /**
   * A handler failed and the event will be handled again.
   *
   * @param subscription which
   * @param event the event as it travelled
   * @param attempt which try failed
   * @param cause why
   * @param retryIn after how long the next is due
   */
  record Retrying(
      String subscription, Event<byte[]> event, int attempt, Throwable cause, Duration retryIn)
      implements Signal {}

  /**
   * An event was given up and kept.
   *
   * @param letter the dead letter, stored
   */
  record DeadLettered(DeadLetter letter) implements Signal {}

  /**
   * A dead letter could not be stored; the event is kept and storing is tried again.
   *
   * @param letter the dead letter
   * @param cause why
   */
  record DeadLetterNotStored(DeadLetter letter, Throwable cause) implements Signal {}

  /**
   * An event was given up and, as the subscription asks, not kept.
   *
   * @param subscription which
   * @param event the event as it travelled
   * @param cause why
   */
  record Discarded(String subscription, Event<byte[]> event, Throwable cause) implements Signal {}

  /**
   * A handler did not return in time; its thread was interrupted and replaced.
   *
   * @param subscription which
   * @param stuck how many threads of the subscription are stuck now
   */
  record HandlerStuck(String subscription, int stuck) implements Signal {}

  /**
   * Publishing, or a subscription, got worse or better than it was, as {@link EventBus#health()}
   * tells it, for nothing moves where something should.
   *
   * @param subscription which; "publishing" for the way out
   * @param status how it is now
   * @param detail why, and how many of what wait; or that it is over
   */
  record HealthChanged(String subscription, Health.Status status, String detail)
      implements Signal {}

  /**
   * A subscription's state changed.
   *
   * @param subscription which
   * @param state the new state
   * @param detail why, or empty
   */
  record StateChanged(String subscription, Subscription.State state, String detail)
      implements Signal {}
}
