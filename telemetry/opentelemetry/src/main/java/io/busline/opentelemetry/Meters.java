package io.busline.opentelemetry;

import static io.busline.opentelemetry.Conventions.DESTINATION;
import static io.busline.opentelemetry.Conventions.ERROR;
import static io.busline.opentelemetry.Conventions.EVENT_TYPE;
import static io.busline.opentelemetry.Conventions.GROUP;
import static io.busline.opentelemetry.Conventions.OPERATION;
import static io.busline.opentelemetry.Conventions.OPERATION_TYPE;
import static io.busline.opentelemetry.Conventions.SUBSCRIPTION;
import static io.busline.opentelemetry.Conventions.SYSTEM;

import io.busline.HandlingObservation.AttemptEnd;
import io.busline.Observer.Delivered;
import io.busline.Observer.Publish;
import io.busline.PublishObservation.PublishEnd;
import io.busline.PublishOutcome;
import io.busline.Signal;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counters and histograms. Their attributes have few values each: never a key, an id or a message.
 */
final class Meters {
  private final String system;
  private final Labels topics = new Labels();
  private final Labels types = new Labels();
  private final Labels errors = new Labels();
  private final DoubleHistogram operations;
  private final DoubleHistogram processing;
  private final DoubleHistogram age;
  private final LongCounter sent;
  private final LongCounter consumed;
  private final LongCounter retries;
  private final LongCounter deadLetters;
  private final LongCounter stuck;
  private final LongCounter unknown;

  Meters(Meter meter, String system) {
    this.system = system;
    this.operations =
        histogram(meter, "messaging.client.operation.duration", "How long publishing took");
    this.processing = histogram(meter, "messaging.process.duration", "How long handlers took");
    this.age = histogram(meter, "busline.event.age", "How old events were when a handler got them");
    this.sent =
        counter(meter, "messaging.client.sent.messages", "{message}", "Events that were published");
    this.consumed =
        counter(
            meter, "messaging.client.consumed.messages", "{message}", "Events that were delivered");
    this.retries = counter(meter, "busline.retries", "{attempt}", "Attempts that will be repeated");
    this.deadLetters =
        counter(meter, "busline.dead_letters", "{event}", "Events that became dead letters");
    this.stuck =
        counter(
            meter, "busline.handler.stuck", "{handler}", "Handlers that did not return in time");
    this.unknown =
        counter(meter, "busline.publish.unknown", "{event}", "Publishes with an unknown outcome");
  }

  private static DoubleHistogram histogram(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(Conventions.SECONDS)
        .build();
  }

  private static LongCounter counter(Meter meter, String name, String unit, String description) {
    return meter.counterBuilder(name).setUnit(unit).setDescription(description).build();
  }

  private AttributesBuilder of(String topic, String type) {
    return Attributes.builder()
        .put(SYSTEM, system)
        .put(DESTINATION, topics.bounded(topic))
        .put(EVENT_TYPE, types.bounded(type));
  }

  private void error(AttributesBuilder attributes, @Nullable Throwable failure) {
    if (failure != null) {
      attributes.put(ERROR, errors.bounded(Failures.type(failure)));
    }
  }

  void published(
      Operation operation, Publish publish, PublishEnd end, @Nullable Throwable failure) {
    AttributesBuilder builder = of(publish.topic(), publish.event().type());
    builder.put(OPERATION, operation.verb).put(OPERATION_TYPE, operation.type);
    error(builder, failure);
    Attributes attributes = builder.build();
    operations.record(seconds(end.tookNanos()), attributes);
    sent.add(1, attributes);
    if (end.outcome() instanceof PublishOutcome.Unknown) {
      unknown.add(1, of(publish.topic(), publish.event().type()).build());
    }
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /** A delivery is counted once, whatever becomes of its first attempt. */
  void consumed(List<Delivered> delivered) {
    for (Delivered one : delivered) {
      if (one.attempt().number() == 1) {
        Attributes attributes = process(one, null);
        consumed.add(1, attributes);
        one.event().time().ifPresent(time -> age.record(secondsSince(time), attributes));
      }
    }
  }

  /** By the machine's clock; an event from a clock that is ahead is new. */
  private static double secondsSince(Instant time) {
    return Math.max(0, Duration.between(time, Instant.now()).toMillis() / 1000.0);
  }

  void processed(Delivered delivered, AttemptEnd end) {
    processing.record(seconds(end.tookNanos()), process(delivered, end.failure()));
  }

  private Attributes process(Delivered delivered, @Nullable Throwable failure) {
    AttributesBuilder builder = of(delivered.attempt().topic(), delivered.event().type());
    builder.put(OPERATION, "process").put(OPERATION_TYPE, "process");
    builder.put(SUBSCRIPTION, delivered.subscription());
    delivered.attempt().group().ifPresent(group -> builder.put(GROUP, group));
    error(builder, failure);
    return builder.build();
  }

  void signal(Signal signal) {
    if (signal instanceof Signal.Retrying retrying) {
      retries.add(1, of(retrying.subscription(), retrying.cause()));
    } else if (signal instanceof Signal.DeadLettered buried) {
      deadLetters.add(
          1,
          Attributes.of(
              SYSTEM,
              system,
              SUBSCRIPTION,
              buried.letter().group(),
              Conventions.REASON,
              buried.letter().reason().name().toLowerCase(Locale.ROOT)));
    } else if (signal instanceof Signal.HandlerStuck handler) {
      stuck.add(1, Attributes.of(SYSTEM, system, SUBSCRIPTION, handler.subscription()));
    }
  }

  private Attributes of(String subscription, Throwable failure) {
    AttributesBuilder builder =
        Attributes.builder().put(SYSTEM, system).put(SUBSCRIPTION, subscription);
    error(builder, failure);
    return builder.build();
  }
}
