package io.busline;

import io.busline.DrainReport.Abandoned;
import io.busline.delivery.Delivery;
import io.busline.event.Event;
import io.busline.spi.InboundMessage;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A subscription's controls: each posts what it wants to the loop. */
final class ActiveSubscription implements Subscription {
  /** How long a stopped loop may take to close its consumer before its thread is left behind. */
  static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final SubscriptionSettings settings;
  private final Backlog backlog;
  private final DeliveryLoop loop;
  private final SubscriptionStatus status;
  private final Supplier<String> explanation;
  private final Duration closeTimeout;
  private final Consumer<ActiveSubscription> whenClosed;
  private final Thread owner;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  ActiveSubscription(
      SubscriptionSettings settings,
      Backlog backlog,
      DeliveryLoop loop,
      SubscriptionStatus status,
      Supplier<String> explanation,
      Duration closeTimeout,
      Consumer<ActiveSubscription> whenClosed) {
    this.settings = settings;
    this.backlog = backlog;
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

  Optional<Problem> problem() {
    return status.problem();
  }

  Optional<String> note() {
    return status.note();
  }

  @Override
  public OptionalLong lag() {
    return backlog.lag();
  }

  @Override
  public int inFlight() {
    return loop.held();
  }

  @Override
  public Optional<Duration> oldestAge() {
    return status.state() == State.CLOSED ? Optional.empty() : backlog.oldestAge();
  }

  @Override
  public void pause() {
    status.paused(true);
    loop.post(() -> loop.pauses.here(true));
  }

  @Override
  public void resume() {
    status.paused(false);
    loop.post(() -> loop.pauses.here(false));
  }

  @Override
  public DrainReport drain(Duration deadline) {
    return new DrainReport(abandonedAfter(deadline), 0);
  }

  /** Drains; returns what handlers had not finished by the deadline. */
  List<Abandoned> abandonedAfter(Duration deadline) {
    boolean within = isServedBy(Thread.currentThread());
    if (!ending.compareAndSet(false, true)) {
      if (!within) {
        awaitOver(deadline);
      }
      return List.of();
    }
    long end = System.nanoTime() + deadline.toNanos();
    CompletableFuture<List<Abandoned>> ended = new CompletableFuture<>();
    // In this order: who sees that it drains knows that no handler begins any more.
    loop.post(() -> loop.drain(() -> ended.complete(end())));
    status.draining();
    if (within) {
      HandlerThreads.startOwner("drain", () -> log(left(ended, end)));
      return List.of();
    }
    return left(ended, end);
  }

  /** Whether a thread is at work for this, so that waiting for that on it would be for ever. */
  boolean isServedBy(Thread thread) {
    return thread == owner || loop.isServedBy(thread);
  }

  private void awaitOver(Duration deadline) {
    try {
      over.get(deadline.plus(LAST_WORDS).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // Who came first says what is left.
    }
  }

  private List<Abandoned> left(CompletableFuture<List<Abandoned>> ended, long end) {
    try {
      return await(ended, end);
    } finally {
      status.closed();
      whenClosed.accept(this);
      over.complete(null);
    }
  }

  private List<Abandoned> await(CompletableFuture<List<Abandoned>> ended, long end) {
    long last = end + LAST_WORDS.toNanos();
    try {
      return joined(ended, end, last);
    } catch (TimeoutException e) {
      loop.post(() -> ended.complete(end()));
      try {
        return joined(ended, last, last);
      } catch (TimeoutException stillBusy) {
        loop.stop();
        owner.interrupt();
        return List.of(new Abandoned(settings.name(), "unknown", "the broker does not answer"));
      } catch (ExecutionException | InterruptedException failed) {
        return giveUp(failed);
      }
    } catch (ExecutionException | InterruptedException e) {
      return giveUp(e);
    }
  }

  private List<Abandoned> joined(CompletableFuture<List<Abandoned>> ended, long end, long last)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Abandoned> abandoned =
        ended.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    owner.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(last - System.nanoTime())));
    return abandoned;
  }

  private List<Abandoned> giveUp(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    loop.post(loop::stop);
    Log.write(Level.WARNING, "the drain of subscription " + settings.name() + " was cut short", e);
    return List.of();
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
    log(abandonedAfter(closeTimeout));
  }

  private static void log(List<Abandoned> left) {
    for (Abandoned abandoned : left) {
      Log.write(
          Level.WARNING,
          "subscription %s closed while event %s of type %s was being handled; it will be delivered again"
              .formatted(abandoned.subscription(), abandoned.id(), abandoned.type()));
    }
  }

  @Override
  public String toString() {
    return "Subscription[%s to %s, %s]".formatted(settings.name(), settings.routes(), state());
  }
}
