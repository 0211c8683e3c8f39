package io.busline;

import io.busline.delivery.Delivery;
import io.busline.spi.InboundMessage;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What waits for a subscription, here and at the broker. Callable by any thread but the loop's. */
final class Backlog {

  /** A loop turns in microseconds unless the broker does not answer; a gauge must not hang. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DeliveryLoop loop;
  private final Supplier<OptionalLong> lag;
  private final TimeSource time;

  Backlog(DeliveryLoop loop, Supplier<OptionalLong> lag, TimeSource time) {
    this.loop = loop;
    this.lag = lag;
    this.time = time;
  }

  OptionalLong lag() {
    return lag.get();
  }

  /** What the loop holds: how much, and since when the oldest of it that has a time. */
  private record Held(int events, @Nullable Instant oldest) {}

  Optional<Duration> oldestAge() {
    CompletableFuture<Held> answer = new CompletableFuture<>();
    loop.post(() -> answer.complete(held()));
    try {
      Held held = answer.get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
      return held.events() == 0
          ? ageOfNothing()
          : Optional.ofNullable(held.oldest()).map(this::age);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    }
  }

  /** On the loop's thread. */
  private Held held() {
    int[] events = {0};
    Instant[] oldest = {Instant.MAX};
    loop.machine()
        .forEachHeld(
            delivery -> {
              events[0]++;
              oldest[0] = earlier(oldest[0], delivery);
            });
    return new Held(events[0], oldest[0].equals(Instant.MAX) ? null : oldest[0]);
  }

  private static Instant earlier(Instant oldest, Delivery delivery) {
    Instant own = ((InboundMessage) delivery.message()).event().time().orElse(oldest);
    return own.isBefore(oldest) ? own : oldest;
  }

  private Optional<Duration> ageOfNothing() {
    return lag.get().orElse(1) == 0 ? Optional.of(Duration.ZERO) : Optional.empty();
  }

  /** An event from a clock that is ahead is new. */
  private Duration age(Instant moment) {
    Duration age = Duration.between(moment, time.now());
    return age.isNegative() ? Duration.ZERO : age;
  }
}
