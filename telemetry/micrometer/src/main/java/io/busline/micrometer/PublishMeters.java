package io.busline.micrometer;

import io.busline.Observer.Kind;
import io.busline.PublishObservation;
import io.busline.PublishOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What counts the publishes of one type. It watches each of them, since it need not know one from
 * another. The registry is first asked for meters when a publish has ended, on the observer's
 * thread.
 */
final class PublishMeters implements PublishObservation {
  private final Meters meters;
  private final Tags event;
  private final Tags operation;
  private final Map<String, Ended> failed = new ConcurrentHashMap<>();
  private volatile @Nullable Ended stored;

  private record Ended(Timer duration, Counter sent, Counter unknown) {}

  PublishMeters(Meters meters, Kind kind, Tags event) {
    this.meters = meters;
    this.event = event;
    this.operation =
        event.and(
            Names.OPERATION,
            kind == Kind.REDRIVE ? "redrive" : "publish",
            Names.OPERATION_TYPE,
            kind == Kind.OUTPUT ? "create" : "send");
  }

  @Override
  public void ended(PublishEnd end) {
    Throwable failure = failure(end.outcome());
    Ended to = failure == null ? stored() : failed(failure);
    to.duration.record(end.tookNanos(), TimeUnit.NANOSECONDS);
    to.sent.increment();
    if (end.outcome() instanceof PublishOutcome.Unknown) {
      to.unknown.increment();
    }
  }

  private static @Nullable Throwable failure(PublishOutcome outcome) {
    if (outcome instanceof PublishOutcome.Failed failed) {
      return failed.cause();
    }
    return outcome instanceof PublishOutcome.Unknown unknown ? unknown.cause() : null;
  }

  private Ended stored() {
    Ended known = stored;
    if (known == null) {
      known = made(Names.NONE);
      stored = known;
    }
    return known;
  }

  private Ended failed(Throwable failure) {
    return failed.computeIfAbsent(meters.error(failure), this::made);
  }

  private Ended made(String error) {
    Tags tags = operation.and(Names.ERROR, error);
    return new Ended(
        meters.timer("messaging.client.operation.duration", tags),
        meters.counter("messaging.client.sent.messages", tags),
        meters.counter("busline.publish.unknown", event));
  }
}
