package io.busline.opentelemetry;

import io.busline.event.Event;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Begins spans as the conventions name them. */
final class Spans {
  private final Tracer tracer;
  private final String system;

  Spans(OpenTelemetry openTelemetry, String system) {
    this.tracer =
        openTelemetry.tracerBuilder(Conventions.SCOPE).setSchemaUrl(Conventions.SCHEMA).build();
    this.system = system;
  }

  SpanBuilder begin(
      String operation, String type, SpanKind kind, String destination, Context parent) {
    return tracer
        .spanBuilder(operation + " " + destination)
        .setSpanKind(kind)
        .setParent(parent)
        .setAttribute(Conventions.SYSTEM, system)
        .setAttribute(Conventions.OPERATION, operation)
        .setAttribute(Conventions.OPERATION_TYPE, type)
        .setAttribute(Conventions.DESTINATION, destination);
  }

  /** Adds what is known of the event, which never goes into a metric. */
  SpanBuilder of(Event<?> event, SpanBuilder span) {
    span.setAttribute(Conventions.MESSAGE_ID, event.id())
        .setAttribute(Conventions.EVENT_ID, event.id())
        .setAttribute(Conventions.EVENT_SOURCE, event.source())
        .setAttribute(Conventions.EVENT_TYPE, event.type())
        .setAttribute(Conventions.SPEC_VERSION, "1.0");
    event.subject().ifPresent(s -> span.setAttribute(Conventions.EVENT_SUBJECT, s));
    if (system.equals("kafka")) {
      event.key().ifPresent(key -> span.setAttribute(Conventions.KAFKA_KEY, key));
    }
    return span;
  }
}
