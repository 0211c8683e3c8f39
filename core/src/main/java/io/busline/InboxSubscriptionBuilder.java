package io.busline;

import io.busline.event.EventDefinition;
import java.util.function.Supplier;

/**
 * The handlers of a subscription that work in the transactions of an inbox. Made by {@link
 * SubscriptionBuilder#inbox}. For one thread.
 *
 * @param <X> what a handler is given: its transaction
 */
public final class InboxSubscriptionBuilder<X extends Outputs> {
  private final Codecs codecs;
  private final Routes.Builder routes;
  private final TransactionalInbox<X> inbox;
  private final Supplier<Subscription> subscriber;

  InboxSubscriptionBuilder(
      Codecs codecs,
      Routes.Builder routes,
      TransactionalInbox<X> inbox,
      Supplier<Subscription> subscriber) {
    this.codecs = codecs;
    this.routes = routes;
    this.inbox = inbox;
    this.subscriber = subscriber;
  }

  /**
   * Handles the type of a class that is annotated, or that a codec has for its own.
   *
   * @param type the annotated class
   * @param handler called for each event that was not handled before
   * @param <T> the type of the data
   * @return this builder
   * @throws io.busline.error.ConfigurationException if the class is not annotated, or the type has
   *     a handler already
   */
  public <T> InboxSubscriptionBuilder<X> on(Class<T> type, InboxHandler<T, X> handler) {
    return on(codecs.typeOf(type), handler);
  }

  /**
   * Handles a named type in its default topic.
   *
   * @param type the type's dotted name
   * @param dataClass the class of the data; {@code byte[].class} for the bytes as they travelled
   * @param handler called for each event that was not handled before
   * @param <T> the type of the data
   * @return this builder
   * @throws io.busline.error.ConfigurationException if the type has a handler already
   */
  public <T> InboxSubscriptionBuilder<X> on(
      String type, Class<T> dataClass, InboxHandler<T, X> handler) {
    return on(EventDefinition.of(type, dataClass), handler);
  }

  /**
   * Handles a type, under each of its names.
   *
   * @param type the type
   * @param handler called for each event that was not handled before
   * @param <T> the type of the data
   * @return this builder
   * @throws io.busline.error.ConfigurationException if the type has a handler already
   */
  public <T> InboxSubscriptionBuilder<X> on(EventDefinition<T> type, InboxHandler<T, X> handler) {
    Route.inboxed(type, inbox, handler).forEach(routes::add);
    return this;
  }

  /**
   * Subscribes.
   *
   * @return the live subscription
   * @see SubscriptionBuilder#subscribe()
   */
  public Subscription subscribe() {
    return subscriber.get();
  }
}
