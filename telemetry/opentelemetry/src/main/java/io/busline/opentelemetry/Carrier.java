package io.busline.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a trace's context into attributes and headers, and reads it again. The trace always goes
 * as W3C Trace Context, for CloudEvents knows nothing else; baggage goes with headers if the
 * application propagates baggage at all. What is malformed or too long counts as absent.
 */
final class Carrier {
  private static final String TRACEPARENT = "traceparent";
  private static final String TRACESTATE = "tracestate";

  /** W3C Trace Context asks everybody to forward this much, and not more. */
  private static final int MAX_TRACESTATE = 512;

  private static final TextMapPropagator TRACE = W3CTraceContextPropagator.getInstance();

  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          String value = carrier == null ? null : carrier.get(key);
          return value == null || isTooLong(key, value) ? null : value;
        }
      };

  private final boolean baggage;

  Carrier(OpenTelemetry openTelemetry) {
    this.baggage =
        openTelemetry.getPropagators().getTextMapPropagator().fields().contains("baggage");
  }

  private static boolean isTooLong(String key, String value) {
    return key.equals(TRACESTATE) && value.length() > MAX_TRACESTATE;
  }

  /** What an event that has no trace is to carry; nothing if there is none, or it has one. */
  static Map<String, String> attributes(Context context, Map<String, String> extensions) {
    if (extensions.containsKey(TRACEPARENT) || extensions.containsKey(TRACESTATE)) {
      return Map.of();
    }
    return injected(context);
  }

  /** What a message is to carry. */
  Map<String, String> headers(Context context) {
    Map<String, String> headers = injected(context);
    if (baggage) {
      W3CBaggagePropagator.getInstance().inject(context, headers, Carrier::put);
    }
    return headers;
  }

  private static Map<String, String> injected(Context context) {
    Map<String, String> carrier = new HashMap<>();
    TRACE.inject(context, carrier, Carrier::put);
    return carrier;
  }

  private static void put(@Nullable Map<String, String> carrier, String key, String value) {
    if (carrier != null && !value.isEmpty() && !isTooLong(key, value)) {
      carrier.put(key, value);
    }
  }

  /** The trace in which an event was made, which may be none. */
  static SpanContext creation(Map<String, String> extensions) {
    return extensions.containsKey(TRACEPARENT)
        ? Span.fromContext(TRACE.extract(Context.root(), extensions, GETTER)).getSpanContext()
        : SpanContext.getInvalid();
  }

  /** The context that a message has come with: its own, or else that of its event. */
  Context arrived(Map<String, String> headers, SpanContext creation) {
    Context context = Context.root();
    if (!headers.isEmpty()) {
      context = TRACE.extract(context, headers, GETTER);
      context =
          baggage ? W3CBaggagePropagator.getInstance().extract(context, headers, GETTER) : context;
    }
    return Span.fromContext(context).getSpanContext().isValid()
        ? context
        : context.with(Span.wrap(creation));
  }
}
