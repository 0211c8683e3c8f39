package io.busline.micrometer;

import io.busline.Observer.Delivered;
import io.busline.Observer.Kind;
import io.busline.Observer.Publish;
import io.busline.Signal;
import io.busline.admin.DeadLetter;
import io.busline.telemetry.Labels;
import io.busline.telemetry.Series;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Counters and timers of one bus. What is counted for each event is looked up by its type; to make
 * its tags again would cost a microsecond. None has a base unit of its own, since registries put
 * that into the name, which then differs from OpenTelemetry's.
 */
final class Meters {

  /** The buckets that the conventions advise. */
  private static final Duration[] BUCKETS =
      LongStream.of(5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Tags common;
  private final Labels errors = new Labels();
  private final Map<Kind, Series<PublishMeters>> publishes = new EnumMap<>(Kind.class);
  private final Map<String, Series<ProcessMeters>> attempts = new ConcurrentHashMap<>();

  Meters(MeterRegistry registry, Tags common) {
    this.registry = registry;
    this.common = common;
    for (Kind kind : Kind.values()) {
      publishes.put(
          kind, new Series<>((topic, type) -> new PublishMeters(this, kind, event(topic, type))));
    }
  }

  private Tags event(String topic, String type) {
    return common.and(Names.DESTINATION, topic, Names.EVENT_TYPE, type);
  }

  /** What counts a publish; it makes its meters when the first has ended. */
  PublishMeters of(Publish publish) {
    return Objects.requireNonNull(publishes.get(publish.kind()))
        .of(publish.topic(), publish.event().type());
  }

  /** What counts an attempt at an event, once that has ended. */
  MeteredAttempt attempt(Delivered delivered) {
    return new MeteredAttempt(of(delivered), ProcessMeters.age(delivered));
  }

  private ProcessMeters of(Delivered delivered) {
    Series<ProcessMeters> series = attempts.get(delivered.subscription());
    if (series == null) {
      String group = delivered.attempt().group().orElse(Names.NONE);
      series = attempts.computeIfAbsent(delivered.subscription(), name -> attempts(name, group));
    }
    return series.of(delivered.attempt().topic(), delivered.event().type());
  }

  private Series<ProcessMeters> attempts(String subscription, String group) {
    return new Series<>(
        (topic, type) ->
            new ProcessMeters(
                this,
                event(topic, type)
                    .and(Names.OPERATION, "process", Names.OPERATION_TYPE, "process")
                    .and(Names.SUBSCRIPTION, subscription, Names.GROUP, group)));
  }

  /** The value of {@link Names#ERROR}. */
  String error(@Nullable Throwable failure) {
    return failure == null ? Names.NONE : errors.bounded(failure.getClass().getName());
  }

  /** Counters of what is rare begin at 0, so that the first is seen as an increase. */
  void subscribed(String subscription, boolean isGroup) {
    stuck(subscription);
    if (isGroup) {
      for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
        deadLetters(subscription, reason);
      }
    }
  }

  void signal(Signal signal) {
    if (signal instanceof Signal.Retrying retrying) {
      Tags tags = of(retrying.subscription()).and(Names.ERROR, error(retrying.cause()));
      counter("busline.retries", tags).increment();
    } else if (signal instanceof Signal.DeadLettered buried) {
      deadLetters(buried.letter().group(), buried.letter().reason()).increment();
    } else if (signal instanceof Signal.HandlerStuck handler) {
      stuck(handler.subscription()).increment();
    }
  }

  private Counter stuck(String subscription) {
    return counter("busline.handler.stuck", of(subscription));
  }

  private Counter deadLetters(String subscription, DeadLetter.Reason reason) {
    String name = reason.name().toLowerCase(Locale.ROOT);
    return counter("busline.dead_letters", of(subscription).and(Names.REASON, name));
  }

  private Tags of(String subscription) {
    return common.and(Names.SUBSCRIPTION, subscription);
  }

  Timer timer(String name, Tags tags) {
    return Timer.builder(name).tags(tags).serviceLevelObjectives(BUCKETS).register(registry);
  }

  Counter counter(String name, Tags tags) {
    return Counter.builder(name).tags(tags).register(registry);
  }
}
