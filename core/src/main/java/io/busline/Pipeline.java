package io.busline;

import io.busline.delivery.Delivery;
import io.busline.event.Event;
import io.busline.spi.InboundMessage;
import io.busline.spi.Redrive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way in, on a worker's thread: decode, intercept, handle. One delivery in, one outcome out:
 * null, or whatever was thrown, errors included, or what is to be stored with the acknowledgement.
 */
final class Pipeline {

  /**
   * How often beyond its policy an event may have been handed out without ever failing, because the
   * process ended each time, before it is taken for the reason. Above zero, since a process may
   * well end in the middle of a harmless event; small, since each time is an outage.
   */
  private static final int ENDINGS_FORGIVEN = 3;

  private final SubscriptionSettings settings;
  private final DataReader reader;
  private final List<Interceptor> interceptors;
  private final Signals signals;
  private final Publisher publisher;
  private final Optional<String> group;

  Pipeline(
      SubscriptionSettings settings,
      DataReader reader,
      List<Interceptor> interceptors,
      Signals signals,
      Publisher publisher) {
    this.settings = settings;
    this.reader = reader;
    this.interceptors = interceptors;
    this.signals = signals;
    this.publisher = publisher;
    this.group = Optional.ofNullable(settings.group());
  }

  @Nullable Object handle(Delivery delivery) {
    HandlingWatch watch =
        signals.observers().isOn() ? signals.observers().handling(delivered(delivery)) : null;
    return watch == null ? attempt(delivery) : attempt(delivery, watch);
  }

  private @Nullable Object attempt(Delivery delivery, HandlingWatch watch) {
    delivery.observedBy(watch);
    HandlingObservation.Scope scope = watch.open();
    try {
      Object outcome = attempt(delivery);
      if (outcome instanceof HandlerFailure failure) {
        watch.ended(failure.thrown(), 1);
      } else {
        watch.ended(null, 0);
      }
      return outcome;
    } finally {
      scope.close();
    }
  }

  private @Nullable Object attempt(Delivery delivery) {
    InboundMessage message = (InboundMessage) delivery.message();
    try {
      requireSurvivable(delivery);
      Route route = route(message);
      Event<?> event = decode(message, route);
      if (route.handling() instanceof Route.Handling.Transactional transactional) {
        return handle(event, transactional.handler(), attempt(message, delivery));
      }
      if (route.handling() instanceof Route.Handling.Inboxed inboxed) {
        handleWatched(event, once(inboxed), attempt(message, delivery));
        return null;
      }
      EventHandler<Object> handler = ((Route.Handling.Single) route.handling()).handler();
      if (interceptors.isEmpty() && !signals.isOn()) {
        handler.handle(Route.forget(event));
      } else {
        handleWatched(event, handler, attempt(message, delivery));
      }
      return null;
    } catch (Throwable e) {
      return new HandlerFailure(e);
    } finally {
      // A handler that leaves its thread interrupted must not interrupt the next one.
      Thread.interrupted();
    }
  }

  private Transaction handle(Event<?> event, TransactionalHandler<Object> handler, Attempt attempt)
      throws Exception {
    Transaction transaction = new Transaction(publisher);
    try {
      handleWatched(event, e -> handler.handle(e, transaction), attempt);
      return transaction;
    } catch (Throwable e) {
      transaction.dropped();
      throw e;
    } finally {
      transaction.end();
    }
  }

  /** Interceptors stand around the transaction. */
  private EventHandler<Object> once(Route.Handling.Inboxed inboxed) {
    String group = settings.name();
    return event ->
        inboxed
            .inbox()
            .handleOnce(group, event, transaction -> inboxed.handler().handle(event, transaction));
  }

  private void handleWatched(Event<?> event, EventHandler<Object> handler, Attempt attempt)
      throws Exception {
    long start = System.nanoTime();
    around(0, event, attempt, () -> handler.handle(Route.forget(event)));
    handled(event, attempt, start);
  }

  List<@Nullable Throwable> handleTogether(List<Delivery> deliveries) {
    HandlingWatch watch =
        signals.observers().isOn()
            ? signals
                .observers()
                .handlingTogether(deliveries.stream().map(this::delivered).toList())
            : null;
    return watch == null ? attemptTogether(deliveries) : attemptTogether(deliveries, watch);
  }

  private List<@Nullable Throwable> attemptTogether(
      List<Delivery> deliveries, HandlingWatch watch) {
    deliveries.forEach(delivery -> delivery.observedBy(watch));
    HandlingObservation.Scope scope = watch.open();
    try {
      List<@Nullable Throwable> outcomes = attemptTogether(deliveries);
      List<HandlerFailure> failures =
          outcomes.stream()
              .filter(HandlerFailure.class::isInstance)
              .map(HandlerFailure.class::cast)
              .toList();
      watch.ended(failures.isEmpty() ? null : failures.get(0).thrown(), failures.size());
      return outcomes;
    } finally {
      scope.close();
    }
  }

  private List<@Nullable Throwable> attemptTogether(List<Delivery> deliveries) {
    @Nullable Throwable[] outcomes = new Throwable[deliveries.size()];
    List<Event<?>> events = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    Route.Handling.@Nullable Together together = null;
    for (int i = 0; i < outcomes.length; i++) {
      InboundMessage message = (InboundMessage) deliveries.get(i).message();
      try {
        requireSurvivable(deliveries.get(i));
        Route route = route(message);
        events.add(decode(message, route));
        places.add(i);
        together = (Route.Handling.Together) route.handling();
      } catch (Throwable e) {
        outcomes[i] = new HandlerFailure(e);
      }
    }
    if (together != null) {
      handleTogether(together.batch(events), together, places, deliveries, outcomes);
    }
    return Arrays.asList(outcomes);
  }

  private void handleTogether(
      EventBatch<Object> batch,
      Route.Handling.Together together,
      List<Integer> places,
      List<Delivery> deliveries,
      @Nullable Throwable[] outcomes) {
    long start = System.nanoTime();
    Throwable thrown = null;
    try {
      aroundEach(0, batch, deliveries, places, () -> together.handler().handle(batch));
    } catch (Throwable e) {
      thrown = e;
    }
    for (int i = 0; i < places.size(); i++) {
      Event<?> event = batch.events().get(i);
      Throwable own = batch.failureOf(event);
      Throwable failure = own != null ? own : thrown;
      outcomes[places.get(i)] = failure == null ? null : new HandlerFailure(failure);
      if (failure == null) {
        Delivery delivery = deliveries.get(places.get(i));
        handled(event, attempt((InboundMessage) delivery.message(), delivery), start);
      }
    }
  }

  /** A batch is inside the interceptors of each of its events. */
  private void aroundEach(
      int index,
      EventBatch<Object> batch,
      List<Delivery> deliveries,
      List<Integer> places,
      Interceptor.Next core)
      throws Exception {
    if (index == places.size() || interceptors.isEmpty()) {
      core.proceed();
      return;
    }
    Delivery delivery = deliveries.get(places.get(index));
    Attempt attempt = attempt((InboundMessage) delivery.message(), delivery);
    around(
        0,
        batch.events().get(index),
        attempt,
        () -> aroundEach(index + 1, batch, deliveries, places, core));
  }

  private void around(int index, Event<?> event, Attempt attempt, Interceptor.Next core)
      throws Exception {
    if (index == interceptors.size()) {
      core.proceed();
    } else {
      interceptors
          .get(index)
          .handling(event, attempt, () -> around(index + 1, event, attempt, core));
    }
  }

  private void requireSurvivable(Delivery delivery) throws NeverFinished {
    int limit = settings.retry().maxAttempts() + ENDINGS_FORGIVEN;
    if (delivery.attempts() == delivery.priorAttempts() && delivery.priorAttempts() >= limit) {
      throw new NeverFinished(delivery.priorAttempts());
    }
  }

  private Route route(InboundMessage message) throws Undecodable {
    Optional<String> defect = message.defect();
    if (defect.isPresent()) {
      throw new Undecodable(defect.get());
    }
    Route route = settings.routes().find(message.event().type());
    if (route == null) {
      throw new Undecodable("no handler is for the type " + message.event().type());
    }
    return route;
  }

  private Event<?> decode(InboundMessage message, Route route) throws Undecodable {
    Event<byte[]> event = Redrive.unmark(message.event());
    if (route.dataClass() == byte[].class) {
      return event;
    }
    try {
      return reader.read(event, route);
    } catch (RuntimeException | StackOverflowError e) {
      throw new Undecodable(e);
    }
  }

  private Observer.Delivered delivered(Delivery delivery) {
    InboundMessage message = (InboundMessage) delivery.message();
    return new Observer.Delivered(
        settings.name(),
        attempt(message, delivery),
        Redrive.unmark(message.event()),
        message.headers());
  }

  private Attempt attempt(InboundMessage message, Delivery delivery) {
    return new Attempt(group, message.topic(), delivery.attempts() + 1);
  }

  private void handled(Event<?> event, Attempt attempt, long start) {
    if (signals.isOn()) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      signals.send(new Signal.Handled(settings.name(), event, attempt.number(), took));
    }
  }
}
