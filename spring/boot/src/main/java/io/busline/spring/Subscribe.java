package io.busline.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a bean a handler of events. It takes the data or the {@link
 * io.busline.event.Event}, and returns nothing; to return is to acknowledge, to throw is to have
 * the event handled again. With a {@code List<Event<T>>} or an {@link io.busline.EventBatch} it
 * takes several events at once.
 *
 * <pre>{@code
 * @Subscribe
 * void ship(OrderCreated order) {}
 *
 * @Subscribe(pattern = "order.>", group = "audit", concurrency = 4)
 * void note(Event<byte[]> event) {}
 * }</pre>
 *
 * <p>Methods that name the same group share one subscription, and must have the same options. Text
 * may hold placeholders, such as {@code ${audit.group}}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Subscribe {

  /**
   * The event type's dotted name.
   *
   * @return the name; if empty, what {@code @EventType} says of the parameter's class
   */
  String value() default "";

  /**
   * A pattern, in place of a type.
   *
   * @return such as {@code order.*} or {@code order.>}; empty for a single type
   */
  String pattern() default "";

  /**
   * Which bus, if the application has several.
   *
   * @return the name below {@code busline.buses}, or of a bean; if empty, the default bus
   */
  String bus() default "";

  /**
   * The durable group.
   *
   * @return the group; if empty, {@code service.type}. Needed with a pattern
   */
  String group() default "";

  /**
   * Whether every instance gets every event, while it runs, and no group remembers where it was.
   *
   * @return true for a broadcast, which has no group
   */
  boolean broadcast() default false;

  /**
   * Whether the method is called in a transaction of the application's database, together with the
   * mark that the event was handled: its effects there, and what it publishes with an {@link
   * OutboxPublisher}, happen once. Needs {@code busline-outbox} and a data source.
   *
   * @return true for an inbox
   */
  boolean inbox() default false;

  /**
   * How many events are handled at once; the method must be safe for that.
   *
   * @return from 1 to 10,000; 0 for {@code busline.subscriptions.concurrency}
   */
  int concurrency() default 0;

  /**
   * How many events a method takes at most that takes several. None waits for others to come.
   *
   * @return from 1 to 10,000
   */
  int maxBatch() default 100;

  /**
   * How often an event is handed to the method before it is a dead letter.
   *
   * @return 1 or more; 0 for {@code busline.subscriptions.attempts}
   */
  int attempts() default 0;

  /**
   * How long the second attempt waits; each further one waits four times as long.
   *
   * @return such as {@code 500ms}; if empty, {@code busline.subscriptions.first-delay}
   */
  String firstDelay() default "";

  /**
   * How long an attempt waits at most.
   *
   * @return such as {@code 5m}; if empty, {@code busline.subscriptions.max-delay}
   */
  String maxDelay() default "";
}
