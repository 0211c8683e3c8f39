package io.busline.micrometer;

import io.busline.Observer.Delivered;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What counts the attempts of one subscription at the events of one type. The registry is first
 * asked for meters when an attempt has ended, on the observer's thread.
 */
final class ProcessMeters {

  /** In place of an age: the event has no time. */
  private static final long UNKNOWN = -1;

  /** In place of an age: it was counted with its first attempt. */
  private static final long AGAIN = -2;

  private final Meters meters;
  private final Tags tags;
  private final Map<String, Timer> failed = new ConcurrentHashMap<>();
  private volatile @Nullable Made made;

  private record Made(Counter consumed, Timer age, Timer duration) {}

  ProcessMeters(Meters meters, Tags tags) {
    this.meters = meters;
    this.tags = tags;
  }

  /** What is known of the age of an event that arrives now; by the machine's clock. */
  static long age(Delivered delivered) {
    if (delivered.attempt().number() > 1) {
      return AGAIN;
    }
    Instant time = delivered.event().time().orElse(null);
    // An event from a clock that is ahead is new.
    return time == null ? UNKNOWN : Math.max(0, System.currentTimeMillis() - time.toEpochMilli());
  }

  /** Counts a delivery, of which further attempts are part. */
  void delivered(long age) {
    if (age != AGAIN) {
      made().consumed.increment();
    }
    if (age >= 0) {
      made().age.record(age, TimeUnit.MILLISECONDS);
    }
  }

  /** How long an attempt took, at an event or at a batch. */
  void took(long nanos, @Nullable Throwable failure) {
    Timer duration =
        failure == null
            ? made().duration
            : failed.computeIfAbsent(meters.error(failure), this::duration);
    duration.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Made made() {
    Made known = made;
    if (known == null) {
      known =
          new Made(
              meters.counter("messaging.client.consumed.messages", tags),
              meters.timer("busline.event.age", tags),
              duration(Names.NONE));
      made = known;
    }
    return known;
  }

  private Timer duration(String error) {
    return meters.timer("messaging.process.duration", tags.and(Names.ERROR, error));
  }
}
