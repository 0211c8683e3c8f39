package io.busline.tck;

import io.busline.HandlingObservation;
import io.busline.Observer;
import io.busline.PublishObservation;
import io.busline.event.Event;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Tracing as small as it can be: a context is a {@code traceparent}, spans are kept in memory. Each
 * bus has an observer of its own; all of them keep their spans here.
 */
final class Traces {
  private static final String TRACEPARENT = "traceparent";

  /** Where the id of the span begins in a context, after the version and the trace. */
  private static final int SPAN_AT = 36;

  private final ThreadLocal<@Nullable String> current = new ThreadLocal<>();
  private final List<Span> ended = new CopyOnWriteArrayList<>();

  /**
   * A span that has ended.
   *
   * @param what publish, redrive or process
   * @param type the event's
   * @param context its own
   * @param parent the context of what has caused it, or null
   * @param attempt which, of a handler; else 0
   */
  record Span(String what, String type, String context, @Nullable String parent, int attempt) {
    String trace() {
      return context.substring(3, SPAN_AT - 1);
    }
  }

  /** What has ended so far, in that order. */
  List<Span> ended() {
    return List.copyOf(ended);
  }

  /** Those of a kind and a type. */
  List<Span> ended(String what, String type) {
    return ended.stream().filter(s -> s.what.equals(what) && s.type.equals(type)).toList();
  }

  /** Does something as part of a request that begins here, and returns the request's context. */
  String within(Runnable action) {
    String request = child(null);
    current.set(request);
    try {
      action.run();
    } finally {
      current.remove();
    }
    return request;
  }

  private static String child(@Nullable String parent) {
    String random = UUID.randomUUID().toString().replace("-", "");
    String trace = parent == null ? random : parent.substring(3, SPAN_AT - 1);
    return "00-%s-%s-01".formatted(trace, random.substring(0, 16));
  }

  /** For one bus. */
  Observer observer() {
    return new Watching();
  }

  private final class Watching implements Observer {
    @Override
    public PublishObservation publishing(Publish publish) {
      String parent = current.get();
      if (parent == null || publish.kind() == Kind.REDRIVE) {
        parent = publish.event().extensions().get(TRACEPARENT);
      }
      String what = publish.kind() == Kind.REDRIVE ? "redrive" : "publish";
      return new Published(new Span(what, publish.event().type(), child(parent), parent, 0));
    }

    @Override
    public HandlingObservation handling(Delivered delivered) {
      Map<String, String> extensions = delivered.event().extensions();
      String parent = delivered.headers().getOrDefault(TRACEPARENT, extensions.get(TRACEPARENT));
      int attempt = delivered.attempt().number();
      return new Handled(
          new Span("process", delivered.event().type(), child(parent), parent, attempt));
    }
  }

  private final class Published implements PublishObservation {
    private final Span span;

    Published(Span span) {
      this.span = span;
    }

    @Override
    public Map<String, String> attributes(Event<?> event) {
      return event.extensions().containsKey(TRACEPARENT)
          ? Map.of()
          : Map.of(TRACEPARENT, span.context());
    }

    @Override
    public Map<String, String> headers() {
      return Map.of(TRACEPARENT, span.context());
    }

    @Override
    public void ended(PublishEnd end) {
      ended.add(span);
    }
  }

  private final class Handled implements HandlingObservation {
    private final Span span;

    Handled(Span span) {
      this.span = span;
    }

    @Override
    public Scope open() {
      String before = current.get();
      current.set(span.context());
      return () -> current.set(before);
    }

    @Override
    public void ended(AttemptEnd end) {
      ended.add(span);
    }
  }
}
