package io.busline;

import io.busline.DrainReport.Abandoned;
import io.busline.delivery.Delivery;
import io.busline.event.Event;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A subscription's controls: each posts what it wants to the loop. */
final class ActiveSubscription implements Subscription {
  private static final Logger LOG = System.getLogger("io.busline");

  /** How long a stopped loop may take to close its consumer before its thread is left behind. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final SubscriptionSettings settings;
  private final BrokerConsumer consumer;
  private final DeliveryLoop loop;
  private final SubscriptionStatus status;
  private final Supplier<String> explanation;
  private final Duration closeTimeout;
  private final Consumer<ActiveSubscription> whenClosed;
  private final Thread owner;
  private boolean drained;

  ActiveSubscription(
      SubscriptionSettings settings,
      BrokerConsumer consumer,
      DeliveryLoop loop,
      SubscriptionStatus status,
      Supplier<String> explanation,
      Duration closeTimeout,
      Consumer<ActiveSubscription> whenClosed) {
    this.settings = settings;
    this.consumer = consumer;
    this.loop = loop;
    this.status = status;
    this.explanation = explanation;
    this.closeTimeout = closeTimeout;
    this.whenClosed = whenClosed;
    this.owner = HandlerThreads.startOwner(settings.name(), loop);
  }

  @Override
  public Optional<String> group() {
    return Optional.ofNullable(settings.group());
  }

  @Override
  public State state() {
    return status.state();
  }

  Optional<String> problem() {
    return status.problem();
  }

  @Override
  public OptionalLong lag() {
    return consumer.lag();
  }

  @Override
  public void pause() {
    status.paused(true);
    loop.post(() -> loop.machine().pause());
  }

  @Override
  public void resume() {
    status.paused(false);
    loop.post(() -> loop.machine().resume());
  }

  @Override
  public DrainReport drain(Duration deadline) {
    return new DrainReport(abandonedAfter(deadline), 0);
  }

  /** Drains; returns what handlers had not finished by the deadline. */
  synchronized List<Abandoned> abandonedAfter(Duration deadline) {
    if (drained) {
      return List.of();
    }
    drained = true;
    status.draining();
    CompletableFuture<List<Abandoned>> ended = new CompletableFuture<>();
    loop.post(() -> loop.drain(() -> ended.complete(end())));
    List<Abandoned> abandoned = await(ended, deadline);
    status.closed();
    whenClosed.accept(this);
    return abandoned;
  }

  private List<Abandoned> await(CompletableFuture<List<Abandoned>> ended, Duration deadline) {
    try {
      return joined(ended.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      loop.post(() -> ended.complete(end()));
      try {
        return joined(ended.get(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS));
      } catch (TimeoutException stillBusy) {
        owner.interrupt();
        loop.stop();
        return List.of(new Abandoned(settings.name(), "unknown", "the broker does not answer"));
      } catch (ExecutionException | InterruptedException failed) {
        return giveUp(failed);
      }
    } catch (ExecutionException | InterruptedException e) {
      return giveUp(e);
    }
  }

  private List<Abandoned> giveUp(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    loop.post(loop::stop);
    LOG.log(Level.WARNING, "the drain of subscription " + settings.name() + " was cut short", e);
    return List.of();
  }

  private List<Abandoned> joined(List<Abandoned> abandoned) throws InterruptedException {
    owner.join(LAST_WORDS.toMillis());
    return abandoned;
  }

  /** On the loop's thread: ends it and lists what is left. */
  private List<Abandoned> end() {
    loop.stop();
    List<Abandoned> abandoned = new ArrayList<>();
    loop.machine().forEachHeld(delivery -> abandoned.add(abandoned(delivery)));
    return abandoned;
  }

  private Abandoned abandoned(Delivery delivery) {
    Event<byte[]> event = ((InboundMessage) delivery.message()).event();
    return new Abandoned(settings.name(), event.type(), event.id());
  }

  @Override
  public String explain() {
    return explanation.get();
  }

  @Override
  public void close() {
    for (Abandoned abandoned : abandonedAfter(closeTimeout)) {
      LOG.log(
          Level.WARNING,
          "subscription {0} closed while event {1} of type {2} was being handled; it will be delivered again",
          abandoned.subscription(),
          abandoned.id(),
          abandoned.type());
    }
  }

  @Override
  public String toString() {
    return "Subscription[%s to %s, %s]".formatted(settings.name(), settings.routes(), state());
  }
}
