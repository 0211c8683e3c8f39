package io.busline.opentelemetry;

import static io.busline.opentelemetry.Conventions.DESTINATION;
import static io.busline.opentelemetry.Conventions.ERROR;
import static io.busline.opentelemetry.Conventions.EVENT_TYPE;
import static io.busline.opentelemetry.Conventions.GROUP;
import static io.busline.opentelemetry.Conventions.OPERATION;
import static io.busline.opentelemetry.Conventions.OPERATION_TYPE;
import static io.busline.opentelemetry.Conventions.REASON;
import static io.busline.opentelemetry.Conventions.SUBSCRIPTION;
import static io.busline.opentelemetry.Conventions.SYSTEM;

import io.busline.HandlingObservation.AttemptEnd;
import io.busline.Observer.Delivered;
import io.busline.Observer.Publish;
import io.busline.PublishObservation.PublishEnd;
import io.busline.PublishOutcome;
import io.busline.Signal;
import io.busline.admin.DeadLetter;
import io.busline.telemetry.Labels;
import io.busline.telemetry.Series;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens. Attributes have few values each, never a key, an id or a message, so those
 * of each type are made once.
 */
final class Meters {
  private final String system;
  private final Instruments instruments;
  private final Labels errors = new Labels();
  private final Map<Operation, Series<Attributes>> publishes = new EnumMap<>(Operation.class);
  private final Map<String, Series<Attributes>> attempts = new ConcurrentHashMap<>();

  Meters(Meter meter, String system) {
    this.system = system;
    this.instruments = new Instruments(meter);
    for (Operation operation : Operation.values()) {
      publishes.put(
          operation, new Series<>((topic, type) -> published(operation, event(topic, type))));
    }
  }

  private Attributes event(String topic, String type) {
    return Attributes.of(SYSTEM, system, DESTINATION, topic, EVENT_TYPE, type);
  }

  /** Counters of what is rare begin at 0, so that the first is seen as an increase. */
  private Attributes published(Operation operation, Attributes event) {
    instruments.unknown.add(0, event);
    return event.toBuilder()
        .put(OPERATION, operation.verb)
        .put(OPERATION_TYPE, operation.type)
        .build();
  }

  private Attributes with(Attributes attributes, @Nullable Throwable failure) {
    return failure == null ? attributes : attributes.toBuilder().put(ERROR, error(failure)).build();
  }

  private String error(Throwable failure) {
    return errors.bounded(Failures.type(failure));
  }

  void published(
      Operation operation, Publish publish, PublishEnd end, @Nullable Throwable failure) {
    Attributes stored =
        Objects.requireNonNull(publishes.get(operation))
            .of(publish.topic(), publish.event().type());
    Attributes attributes = with(stored, failure);
    instruments.operations.record(seconds(end.tookNanos()), attributes);
    instruments.sent.add(1, attributes);
    if (end.outcome() instanceof PublishOutcome.Unknown) {
      AttributesBuilder event = stored.toBuilder();
      instruments.unknown.add(1, event.remove(OPERATION).remove(OPERATION_TYPE).build());
    }
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /** A delivery is counted once, whatever becomes of its first attempt. */
  void consumed(List<Delivered> delivered) {
    for (Delivered one : delivered) {
      if (one.attempt().number() == 1) {
        Attributes attributes = process(one);
        instruments.consumed.add(1, attributes);
        Instant time = one.event().time().orElse(null);
        if (time != null) {
          instruments.age.record(secondsSince(time), attributes);
        }
      }
    }
  }

  /** By the machine's clock; an event from a clock that is ahead is new. */
  private static double secondsSince(Instant time) {
    return Math.max(0, Duration.between(time, Instant.now()).toMillis() / 1000.0);
  }

  void processed(Delivered delivered, AttemptEnd end) {
    instruments.processing.record(
        seconds(end.tookNanos()), with(process(delivered), end.failure()));
  }

  private Attributes process(Delivered delivered) {
    Series<Attributes> series = attempts.get(delivered.subscription());
    if (series == null) {
      String group = delivered.attempt().group().orElse(null);
      series = attempts.computeIfAbsent(delivered.subscription(), name -> attempts(name, group));
    }
    return series.of(delivered.attempt().topic(), delivered.event().type());
  }

  private Series<Attributes> attempts(String subscription, @Nullable String group) {
    return new Series<>(
        (topic, type) -> {
          AttributesBuilder builder = event(topic, type).toBuilder();
          builder.put(OPERATION, "process").put(OPERATION_TYPE, "process");
          builder.put(SUBSCRIPTION, subscription);
          if (group != null) {
            builder.put(GROUP, group);
          }
          return builder.build();
        });
  }

  /** Counters of what is rare begin at 0. */
  void subscribed(String subscription, boolean isGroup) {
    instruments.stuck.add(0, of(subscription));
    if (isGroup) {
      for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
        instruments.deadLetters.add(0, deadLetters(subscription, reason));
      }
    }
  }

  void signal(Signal signal) {
    if (signal instanceof Signal.Retrying retrying) {
      instruments.retries.add(1, with(of(retrying.subscription()), retrying.cause()));
    } else if (signal instanceof Signal.DeadLettered buried) {
      DeadLetter letter = buried.letter();
      instruments.deadLetters.add(1, deadLetters(letter.group(), letter.reason()));
    } else if (signal instanceof Signal.HandlerStuck handler) {
      instruments.stuck.add(1, of(handler.subscription()));
    }
  }

  private Attributes deadLetters(String group, DeadLetter.Reason reason) {
    String name = reason.name().toLowerCase(Locale.ROOT);
    return of(group).toBuilder().put(REASON, name).build();
  }

  private Attributes of(String subscription) {
    return Attributes.of(SYSTEM, system, SUBSCRIPTION, subscription);
  }
}
