package io.busline.opentelemetry;

import io.busline.Observer.Kind;
import io.busline.Observer.Publish;
import io.busline.PublishObservation;
import io.busline.PublishOutcome;
import io.busline.event.Event;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A span for each publish. */
final class PublishSpans {
  private final Spans spans;
  private final Carrier carrier;
  private final Failures failures;
  private final Meters meters;

  PublishSpans(Spans spans, Carrier carrier, Failures failures, Meters meters) {
    this.spans = spans;
    this.carrier = carrier;
    this.failures = failures;
    this.meters = meters;
  }

  PublishObservation begin(Publish publish) {
    Event<?> event = publish.event();
    SpanContext creation = Carrier.creation(event.extensions());
    Context current = Context.current();
    boolean redrive = publish.kind() == Kind.REDRIVE;
    Operation operation = Operation.of(publish.kind());
    Instant start = Instant.now();
    SpanBuilder builder =
        spans.begin(
            operation.verb,
            operation.type,
            creation.isValid() ? SpanKind.CLIENT : SpanKind.PRODUCER,
            publish.topic(),
            parent(current, creation, redrive));
    builder.setStartTimestamp(start);
    link(builder, creation);
    if (redrive) {
      link(builder, Span.fromContext(current).getSpanContext());
    }
    Span span = spans.of(event, builder).startSpan();
    return new Watched(publish, operation, start, span, current.with(span));
  }

  /** A redrive goes on with the event's trace, and so does who has none of their own. */
  private static Context parent(Context current, SpanContext creation, boolean redrive) {
    boolean ofEvent = redrive || !Span.fromContext(current).getSpanContext().isValid();
    return creation.isValid() && ofEvent ? current.with(Span.wrap(creation)) : current;
  }

  private static void link(SpanBuilder builder, SpanContext to) {
    if (to.isValid()) {
      builder.addLink(to);
    }
  }

  /** One publish. */
  private final class Watched implements PublishObservation {
    private final Publish publish;
    private final Operation operation;
    private final Instant start;
    private final Span span;
    private final Context context;

    Watched(Publish publish, Operation operation, Instant start, Span span, Context context) {
      this.publish = publish;
      this.operation = operation;
      this.start = start;
      this.span = span;
      this.context = context;
    }

    @Override
    public Map<String, String> attributes(Event<?> event) {
      return Carrier.attributes(context, event.extensions());
    }

    @Override
    public Map<String, String> headers() {
      return carrier.headers(context);
    }

    @Override
    public void ended(PublishEnd end) {
      Throwable failure = failure(end.outcome());
      span.setAttribute(Conventions.BODY_SIZE, (long) end.size());
      if (failure != null) {
        failures.mark(span, context, operation.type, failure);
      }
      span.end(start.plusNanos(end.tookNanos()));
      meters.published(operation, publish, end, failure);
    }
  }

  private static @Nullable Throwable failure(PublishOutcome outcome) {
    if (outcome instanceof PublishOutcome.Failed failed) {
      return failed.cause();
    }
    return outcome instanceof PublishOutcome.Unknown unknown ? unknown.cause() : null;
  }
}
