package io.busline.opentelemetry;

import io.busline.HandlingObservation;
import io.busline.Observer.Delivered;
import io.busline.event.Event;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A span for each attempt of a handler. */
final class ProcessSpans {
  private static final String PROCESS = "process";

  private final Spans spans;
  private final Carrier carrier;
  private final Failures failures;
  private final Meters meters;
  private final Correlation correlation;

  ProcessSpans(
      Spans spans, Carrier carrier, Failures failures, Meters meters, Correlation correlation) {
    this.spans = spans;
    this.carrier = carrier;
    this.failures = failures;
    this.meters = meters;
    this.correlation = correlation;
  }

  HandlingObservation begin(Delivered delivered) {
    Event<byte[]> event = delivered.event();
    SpanContext creation = Carrier.creation(event.extensions());
    Context arrived = carrier.arrived(delivered.headers(), creation);
    SpanContext publish = Span.fromContext(arrived).getSpanContext();
    Context parent = correlation == Correlation.PARENT ? arrived : arrived.with(Span.getInvalid());
    SpanBuilder builder = builder(delivered, parent);
    link(builder, publish);
    if (!creation.equals(publish)) {
      link(builder, creation);
    }
    spans.of(event, builder).setAttribute(Conventions.ATTEMPT, (long) delivered.attempt().number());
    return started(builder, List.of(delivered), parent);
  }

  /** A batch has as many publishes as events, so none of them is its parent. */
  HandlingObservation beginTogether(List<Delivered> delivered) {
    SpanBuilder builder = builder(delivered.get(0), Context.root());
    builder.setAttribute(Conventions.BATCH_COUNT, (long) delivered.size());
    for (Delivered one : delivered) {
      SpanContext creation = Carrier.creation(one.event().extensions());
      link(builder, Span.fromContext(carrier.arrived(one.headers(), creation)).getSpanContext());
    }
    return started(builder, delivered, Context.root());
  }

  private SpanBuilder builder(Delivered delivered, Context parent) {
    SpanBuilder builder =
        spans.begin(PROCESS, PROCESS, SpanKind.CONSUMER, delivered.attempt().topic(), parent);
    builder.setAttribute(Conventions.SUBSCRIPTION, delivered.subscription());
    delivered.attempt().group().ifPresent(g -> builder.setAttribute(Conventions.GROUP, g));
    return builder;
  }

  private static void link(SpanBuilder builder, SpanContext to) {
    if (to.isValid()) {
      builder.addLink(to);
    }
  }

  private HandlingObservation started(
      SpanBuilder builder, List<Delivered> delivered, Context parent) {
    Instant start = Instant.now();
    Span span = builder.setStartTimestamp(start).startSpan();
    meters.consumed(delivered);
    return new Watched(delivered, start, span, parent.with(span));
  }

  /** One attempt. */
  private final class Watched implements HandlingObservation {
    private final List<Delivered> delivered;
    private final Instant start;
    private final Span span;
    private final Context context;

    Watched(List<Delivered> delivered, Instant start, Span span, Context context) {
      this.delivered = delivered;
      this.start = start;
      this.span = span;
      this.context = context;
    }

    @Override
    public Scope open() {
      return Restored.open(context);
    }

    @Override
    public Map<String, String> deadLetterAttributes(Event<byte[]> event) {
      return Carrier.attributes(context, event.extensions());
    }

    @Override
    public void ended(AttemptEnd end) {
      Throwable failure = end.failure();
      if (failure != null) {
        failures.mark(span, context, PROCESS, failure);
      }
      span.end(start.plusNanos(end.tookNanos()));
      meters.processed(delivered.get(0), end);
    }
  }
}
