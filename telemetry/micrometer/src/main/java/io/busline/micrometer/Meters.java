package io.busline.micrometer;

import io.busline.HandlingObservation.AttemptEnd;
import io.busline.Observer.Delivered;
import io.busline.Observer.Kind;
import io.busline.Observer.Publish;
import io.busline.PublishObservation.PublishEnd;
import io.busline.PublishOutcome;
import io.busline.Signal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Counters and timers. Each is looked up once; to make its tags again costs a microsecond. */
final class Meters {

  /** The buckets that the conventions advise. */
  private static final Duration[] BUCKETS =
      LongStream.of(5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Tags common;
  private final Labels topics = new Labels();
  private final Labels types = new Labels();
  private final Labels errors = new Labels();
  private final Map<Published, Publishing> publishing = new ConcurrentHashMap<>();
  private final Map<Processed, Processing> processing = new ConcurrentHashMap<>();
  private final Map<Failed, Timer> failed = new ConcurrentHashMap<>();

  /** What tells the meters of one publish from those of another. */
  private record Published(Kind kind, String topic, String type, String error) {}

  private record Publishing(Timer duration, Counter sent, Counter unknown) {}

  /** What tells the meters of one attempt from those of another. */
  private record Processed(String subscription, String group, String topic, String type) {}

  private record Failed(Processed attempt, String error) {}

  private record Processing(Counter consumed, Timer age, Timer duration) {}

  Meters(MeterRegistry registry, Tags common) {
    this.registry = registry;
    this.common = common;
  }

  void published(Publish publish, PublishEnd end) {
    Published key =
        new Published(
            publish.kind(),
            topics.bounded(publish.topic()),
            types.bounded(publish.event().type()),
            error(failure(end.outcome())));
    Publishing meters = publishing.computeIfAbsent(key, this::publishing);
    meters.duration.record(end.tookNanos(), TimeUnit.NANOSECONDS);
    meters.sent.increment();
    if (end.outcome() instanceof PublishOutcome.Unknown) {
      meters.unknown.increment();
    }
  }

  private static @Nullable Throwable failure(PublishOutcome outcome) {
    if (outcome instanceof PublishOutcome.Failed failed) {
      return failed.cause();
    }
    return outcome instanceof PublishOutcome.Unknown unknown ? unknown.cause() : null;
  }

  private String error(@Nullable Throwable failure) {
    return failure == null ? Names.NONE : errors.bounded(failure.getClass().getName());
  }

  private Publishing publishing(Published key) {
    Tags event = common.and(Names.DESTINATION, key.topic(), Names.EVENT_TYPE, key.type());
    Tags tags =
        event.and(
            Names.OPERATION,
            key.kind() == Kind.REDRIVE ? "redrive" : "publish",
            Names.OPERATION_TYPE,
            key.kind() == Kind.OUTPUT ? "create" : "send",
            Names.ERROR,
            key.error());
    return new Publishing(
        timer("messaging.client.operation.duration", tags),
        counter("messaging.client.sent.messages", "messages", tags),
        counter("busline.publish.unknown", "events", event));
  }

  /** An attempt has ended; that of a batch counts as one of its first event. */
  void processed(List<Delivered> delivered, long arrivedAt, AttemptEnd end) {
    for (int i = 0; i < delivered.size(); i++) {
      Delivered one = delivered.get(i);
      Processed key = key(one);
      Processing meters = processing.computeIfAbsent(key, this::processing);
      if (one.attempt().number() == 1) {
        meters.consumed.increment();
        age(one, arrivedAt, meters);
      }
      if (i == 0) {
        duration(key, meters, end).record(end.tookNanos(), TimeUnit.NANOSECONDS);
      }
    }
  }

  /** By the machine's clock; an event from a clock that is ahead is new. */
  private static void age(Delivered delivered, long arrivedAt, Processing meters) {
    Instant time = delivered.event().time().orElse(null);
    if (time != null) {
      meters.age.record(Math.max(0, arrivedAt - time.toEpochMilli()), TimeUnit.MILLISECONDS);
    }
  }

  private Timer duration(Processed key, Processing meters, AttemptEnd end) {
    return end.failure() == null
        ? meters.duration
        : failed.computeIfAbsent(new Failed(key, error(end.failure())), this::duration);
  }

  private Timer duration(Failed key) {
    return timer("messaging.process.duration", tags(key.attempt()).and(Names.ERROR, key.error()));
  }

  private Processed key(Delivered delivered) {
    return new Processed(
        delivered.subscription(),
        delivered.attempt().group().orElse(Names.NONE),
        topics.bounded(delivered.attempt().topic()),
        types.bounded(delivered.event().type()));
  }

  private Tags tags(Processed key) {
    return common
        .and(Names.DESTINATION, key.topic(), Names.EVENT_TYPE, key.type())
        .and(Names.OPERATION, "process", Names.OPERATION_TYPE, "process")
        .and(Names.SUBSCRIPTION, key.subscription(), Names.GROUP, key.group());
  }

  private Processing processing(Processed key) {
    return new Processing(
        counter("messaging.client.consumed.messages", "messages", tags(key)),
        timer("busline.event.age", tags(key)),
        duration(new Failed(key, Names.NONE)));
  }

  void signal(Signal signal) {
    if (signal instanceof Signal.Retrying retrying) {
      counter(
              "busline.retries",
              "attempts",
              of(retrying.subscription()).and(Names.ERROR, error(retrying.cause())))
          .increment();
    } else if (signal instanceof Signal.DeadLettered buried) {
      String reason = buried.letter().reason().name().toLowerCase(Locale.ROOT);
      counter(
              "busline.dead_letters",
              "events",
              of(buried.letter().group()).and(Names.REASON, reason))
          .increment();
    } else if (signal instanceof Signal.HandlerStuck stuck) {
      counter("busline.handler.stuck", "handlers", of(stuck.subscription())).increment();
    }
  }

  private Tags of(String subscription) {
    return common.and(Names.SUBSCRIPTION, subscription);
  }

  private Timer timer(String name, Tags tags) {
    return Timer.builder(name).tags(tags).serviceLevelObjectives(BUCKETS).register(registry);
  }

  private Counter counter(String name, String unit, Tags tags) {
    return Counter.builder(name).baseUnit(unit).tags(tags).register(registry);
  }
}
