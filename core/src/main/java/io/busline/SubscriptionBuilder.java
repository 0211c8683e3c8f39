package io.busline;

import io.busline.error.ConfigurationException;
import io.busline.event.EventDefinition;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes a subscription: what it receives, what handles it, and how. Everything except a handler
 * has a safe default. For one thread; one builder makes one subscription.
 */
public final class SubscriptionBuilder {
  private final @Nullable String group;
  private final Function<SubscriptionSettings, Subscription> subscriber;
  private final Routes.Builder routes = new Routes.Builder();
  private final Set<Capability> required = EnumSet.noneOf(Capability.class);
  private final Map<String, String> options = new TreeMap<>();
  private StartPosition start;
  private final Codecs codecs;
  private Ordering ordering = Ordering.PER_KEY;
  private RetryPolicy retry = RetryPolicy.standard();
  private Duration handlerTimeout = Duration.ofMinutes(1);
  private int concurrency = 1;
  private int prefetch = 1_000;
  private boolean keepsDeadLetters;

  SubscriptionBuilder(
      @Nullable String group, Codecs codecs, Function<SubscriptionSettings, Subscription> target) {
    this.group = group;
    this.codecs = codecs;
    this.subscriber = target;
    this.start = group == null ? StartPosition.latest() : StartPosition.earliest();
    this.keepsDeadLetters = group != null;
  }

  /**
   * Handles the type of a class that is annotated, or that a codec has for its own; or those of all
   * classes that a sealed one without a type permits.
   *
   * @param type the annotated class, or the sealed one
   * @param handler called for each event
   * @param <T> the type of the data
   * @return this builder
   * @throws ConfigurationException if the class, or one that it permits, is not annotated; if two
   *     of those have the same type; or if a type has a handler already
   */
  public <T> SubscriptionBuilder on(Class<T> type, EventHandler<T> handler) {
    codecs.typesOf(type).forEach(each -> Route.single(each, handler).forEach(routes::add));
    return this;
  }

  /**
   * Handles a named type in its default topic.
   *
   * @param type the type's dotted name
   * @param dataClass the class of the data; {@code byte[].class} for the bytes as they travelled
   * @param handler called for each event
   * @param <T> the type of the data
   * @return this builder
   * @throws ConfigurationException if the type has a handler already
   */
  public <T> SubscriptionBuilder on(String type, Class<T> dataClass, EventHandler<T> handler) {
    return on(EventDefinition.of(type, dataClass), handler);
  }

  /**
   * Handles a type, under each of its names.
   *
   * @param type the type, maybe of generic data
   * @param handler called for each event
   * @param <T> the type of the data
   * @return this builder
   * @throws ConfigurationException if the type has a handler already
   */
  public <T> SubscriptionBuilder on(EventDefinition<T> type, EventHandler<T> handler) {
    Route.single(type, handler).forEach(routes::add);
    return this;
  }

  /**
   * As below, for a class as {@link #on(Class, EventHandler)} takes it.
   *
   * @param type the class
   * @param handler called for each event
   * @param <T> the type of the data
   * @return this builder
   */
  public <T> SubscriptionBuilder onTransaction(Class<T> type, TransactionalHandler<T> handler) {
    codecs.typesOf(type).forEach(each -> Route.transactional(each, handler).forEach(routes::add));
    return this;
  }

  /**
   * As below, for a named type in its default topic.
   *
   * @param type the type's name
   * @param dataClass the class of the data
   * @param handler called for each event
   * @param <T> the type of the data
   * @return this builder
   */
  public <T> SubscriptionBuilder onTransaction(
      String type, Class<T> dataClass, TransactionalHandler<T> handler) {
    return onTransaction(EventDefinition.of(type, dataClass), handler);
  }

  /**
   * As {@link #on(EventDefinition, EventHandler)}, but what is published and the acknowledgement
   * are stored together. Needs {@link Capability#TRANSACTIONS} and a group.
   *
   * @param type the type
   * @param handler called for each event
   * @param <T> the type of the data
   * @return this builder
   */
  public <T> SubscriptionBuilder onTransaction(
      EventDefinition<T> type, TransactionalHandler<T> handler) {
    Route.transactional(type, handler).forEach(routes::add);
    return this;
  }

  /**
   * Handles in transactions of a database: its effects, the mark that an event was handled, and
   * what is published are stored together. Needs a group. Set options before.
   *
   * @param inbox whose transactions, such as an outbox of {@code io.busline:busline-outbox}
   * @param <X> what a handler is given: its transaction
   * @return takes such handlers, and subscribes
   */
  public <X extends Outputs> InboxSubscriptionBuilder<X> inbox(TransactionalInbox<X> inbox) {
    return new InboxSubscriptionBuilder<>(codecs, routes, inbox, this::subscribe);
  }

  /**
   * Handles every type that matches a pattern and has no handler of its own.
   *
   * @param pattern such as {@code order.*}, {@code order.>} or {@code >}
   * @param dataClass the class of the data of all of them; {@code byte[].class} fits any
   * @param handler called for each event
   * @param <T> the type of the data
   * @return this builder
   * @throws io.busline.error.InvalidEventException if the pattern is outside the grammar
   * @throws ConfigurationException if the pattern has a handler already
   */
  public <T> SubscriptionBuilder onPattern(
      String pattern, Class<T> dataClass, EventHandler<T> handler) {
    routes.add(Route.matching(pattern, dataClass, handler));
    return this;
  }

  /**
   * Handles a type, and nothing else, several events at a time. None waits for a batch to fill.
   *
   * @param type the type
   * @param maxSize how many events at most, from 1 to 10,000, else refused
   * @param handler called for each batch
   * @param <T> the type of the data
   * @return this builder
   * @throws ConfigurationException if there is another handler
   */
  public <T> SubscriptionBuilder onBatch(
      EventDefinition<T> type, int maxSize, BatchHandler<T> handler) {
    Bounds.between("maxSize", maxSize, 1, 10_000);
    routes.addBatch(Route.batch(type, handler), maxSize);
    return this;
  }

  /**
   * Sets where to begin. A group that was seen before goes on where it stopped all the same.
   *
   * @param position earliest for a group, latest for a broadcast, by default
   * @return this builder
   */
  public SubscriptionBuilder from(StartPosition position) {
    start = position;
    return this;
  }

  /**
   * Sets how many handlers may run at once, which must be safe for that. Each key keeps its order.
   *
   * @param handlers from 1, the default, to 10,000; else refused
   * @return this builder
   */
  public SubscriptionBuilder concurrency(int handlers) {
    concurrency = Bounds.between("concurrency", handlers, 1, 10_000);
    return this;
  }

  /**
   * Sets which events wait for one another.
   *
   * @param newOrdering {@link Ordering#PER_KEY} by default
   * @return this builder
   */
  public SubscriptionBuilder ordering(Ordering newOrdering) {
    ordering = newOrdering;
    return newOrdering == Ordering.PER_KEY ? requires(Capability.ORDER_PER_KEY) : this;
  }

  /**
   * Sets how long a handler may take. Then its thread is interrupted and replaced, and the event
   * handled again, maybe while the old thread still works on it.
   *
   * @param timeout above zero, else refused; 1 minute by default
   * @return this builder
   */
  public SubscriptionBuilder handlerTimeout(Duration timeout) {
    handlerTimeout = Bounds.positive("handlerTimeout", timeout);
    return this;
  }

  /**
   * Sets when a failed event is handled again.
   *
   * @param policy {@link RetryPolicy#standard()} by default
   * @return this builder
   */
  public SubscriptionBuilder retry(RetryPolicy policy) {
    retry = policy;
    return this;
  }

  /**
   * Keeps no dead letters: what failed for good is logged. A broadcast never keeps any.
   *
   * @return this builder
   */
  public SubscriptionBuilder discardFailed() {
    keepsDeadLetters = false;
    return this;
  }

  /**
   * Sets how many events may be held at once: being handled or waiting. It bounds the memory, and
   * how many can queue behind keys that wait for a retry before the others have to wait too.
   *
   * @param events from 1 to 1,000,000, else refused; 1,000 by default
   * @return this builder
   */
  public SubscriptionBuilder prefetch(int events) {
    prefetch = Bounds.between("prefetch", events, 1, 1_000_000);
    return this;
  }

  /**
   * Sets what only one technology knows, such as {@code rabbitmq.headers}. Others refuse it.
   *
   * @param name the option's name; the guide to the brokers tells which there are
   * @param value its value; one that was set before is replaced
   * @return this builder
   */
  public SubscriptionBuilder option(String name, String value) {
    options.put(name, value);
    return this;
  }

  /**
   * Refuses to subscribe on a broker that cannot do something.
   *
   * @param capabilities what it must be able to do
   * @return this builder
   */
  public SubscriptionBuilder requires(Capability... capabilities) {
    required.addAll(Set.of(capabilities));
    return this;
  }

  /**
   * Subscribes.
   *
   * @return the live subscription: an event published from now on will reach it
   * @throws ConfigurationException without a handler, for a group twice, or an unreadable class
   * @throws io.busline.error.UnsupportedException if the broker cannot give what is asked for
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  public Subscription subscribe() {
    return subscriber.apply(
        new SubscriptionSettings(
            group,
            routes.build(),
            start,
            ordering,
            retry,
            handlerTimeout,
            concurrency,
            prefetch,
            keepsDeadLetters,
            Set.copyOf(required),
            Map.copyOf(options)));
  }
}
