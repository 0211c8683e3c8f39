package io.busline.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Attempt;
import io.busline.EventBus;
import io.busline.HandlingObservation;
import io.busline.Observer;
import io.busline.RetryPolicy;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.EventDefinition;
import io.busline.logs.Warns;
import io.busline.memory.MemoryBroker;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String OTHER = "00-11111111111111111111111111111111-2222222222222222-01";

  private final Collected collected = new Collected();
  private final MemoryBroker broker = MemoryBroker.create();
  private final OpenTelemetryObserver observer = OpenTelemetryObserver.of(collected.sdk);
  private final EventBus bus = connect(observer);
  private final BlockingQueue<Event<byte[]>> received = new LinkedBlockingQueue<>();

  private EventBus connect(Observer watching) {
    return EventBus.builder(broker).service("tests").observer(watching).connect();
  }

  @AfterEach
  void close() {
    bus.close();
    broker.close();
  }

  private static EventBuilder<byte[]> event() {
    return Event.builder("order.placed", new byte[] {1});
  }

  private Event<byte[]> handled(EventBuilder<byte[]> event) throws InterruptedException {
    bus.subscription("g").on("order.placed", byte[].class, received::add).subscribe();
    bus.publish(event);
    Event<byte[]> handled = received.poll(60, TimeUnit.SECONDS);
    assertThat(handled).isNotNull();
    return handled;
  }

  private SpanData process(Map<String, String> extensions, Map<String, String> headers) {
    EventBuilder<byte[]> event = event().id("1").source("s");
    extensions.forEach(event::receivedExtension);
    HandlingObservation handling =
        observer.handling(
            new Observer.Delivered(
                "g", new Attempt(Optional.of("g"), "order", 1), event.build(), headers));
    assertThat(handling).isNotNull();
    handling.open().close();
    handling.ended(new HandlingObservation.AttemptEnd(null, 0, 1));
    return collected.await("process order", 1).get(0);
  }

  @Test
  void a_trace_that_the_publisher_has_put_on_an_event_is_kept_and_linked() throws Exception {
    assertThat(handled(event().extension("traceparent", PARENT)).extensions())
        .containsEntry("traceparent", PARENT);

    SpanData publish = collected.await("publish order", 1).get(0);
    assertThat(publish.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(publish.getTraceId()).isEqualTo(TRACE);
    assertThat(publish.getLinks()).extracting(l -> l.getSpanContext().getTraceId()).contains(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"
      })
  void a_malformed_traceparent_counts_as_none(String malformed) throws Exception {
    Event<byte[]> handled = handled(event().extension("traceparent", malformed));

    assertThat(handled.extensions()).containsEntry("traceparent", malformed);
    assertThat(collected.await("publish order", 1).get(0).getParentSpanContext().isValid())
        .isFalse();
    collected.await("process order", 1);
  }

  @Test
  void a_message_with_the_header_alone_goes_on_with_its_trace() {
    assertThat(process(Map.of(), Map.of("traceparent", PARENT)).getTraceId()).isEqualTo(TRACE);
  }

  @Test
  void the_header_comes_before_the_extension_which_is_linked() {
    SpanData process = process(Map.of("traceparent", PARENT), Map.of("traceparent", OTHER));

    assertThat(process.getTraceId()).isEqualTo("1".repeat(32));
    assertThat(process.getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactly("1".repeat(32), TRACE);
  }

  @Test
  void a_malformed_header_gives_way_to_the_extension() {
    assertThat(process(Map.of("traceparent", PARENT), Map.of("traceparent", "no")).getTraceId())
        .isEqualTo(TRACE);
  }

  @Test
  void a_tracestate_that_is_too_long_is_left_out() {
    SpanData process =
        process(Map.of(), Map.of("traceparent", PARENT, "tracestate", "a=" + "b".repeat(600)));

    assertThat(process.getTraceId()).isEqualTo(TRACE);
    assertThat(process.getSpanContext().getTraceState().isEmpty()).isTrue();
  }

  @Test
  void baggage_that_is_too_long_costs_no_event() throws Exception {
    Baggage large = Baggage.builder().put("cart", "x".repeat(20_000)).build();
    Context.current().with(large).wrap(() -> handled(event())).call();

    assertThat(collected.await("process order", 1)).hasSize(1);
  }

  @Test
  void with_links_only_an_attempt_begins_a_trace_of_its_own() throws Exception {
    try (EventBus linking = connect(observer.withLinksOnly())) {
      linking.subscription("l").on("order.placed", byte[].class, received::add).subscribe();
      linking.publish(event());

      SpanData publish = collected.await("publish order", 1).get(0);
      SpanData process = collected.await("process order", 1).get(0);
      assertThat(process.getTraceId()).isNotEqualTo(publish.getTraceId());
      assertThat(process.getLinks())
          .extracting(LinkData::getSpanContext)
          .extracting(c -> c.getSpanId())
          .containsExactly(publish.getSpanId());
    }
  }

  @Test
  void a_batch_links_to_each_publish() throws Exception {
    bus.subscription("b")
        .onBatch(EventDefinition.of("order.placed", byte[].class), 10, batch -> {})
        .subscribe();

    bus.publishAll(List.of(event()));

    SpanData process = collected.await("process order", 1).get(0);
    SpanData publish = collected.await("publish order", 1).get(0);
    assertThat(process.getParentSpanContext().isValid()).isFalse();
    assertThat(process.getAttributes().get(Conventions.BATCH_COUNT)).isEqualTo(1);
    assertThat(process.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .containsExactly(publish.getSpanId());
  }

  @Test
  void what_a_handler_publishes_with_its_acknowledgement_is_created_in_its_trace() {
    bus.subscription("t")
        .onTransaction(
            "order.placed",
            byte[].class,
            (event, outputs) -> outputs.publish("stock.reserved", event.data()))
        .subscribe();

    bus.publish(event());

    SpanData create = collected.await("publish stock", 1).get(0);
    SpanData process = collected.await("process order", 1).get(0);
    assertThat(create.getParentSpanId()).isEqualTo(process.getSpanId());
    assertThat(create.getAttributes().get(Conventions.OPERATION_TYPE)).isEqualTo("create");
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 1 attempts")
  void a_failure_is_an_error_and_a_log_event() {
    bus.subscription("g")
        .retry(RetryPolicy.none())
        .on(
            "order.placed",
            byte[].class,
            event -> {
              throw new IllegalStateException("no");
            })
        .subscribe();

    bus.publish(event());

    SpanData process = collected.await("process order", 1).get(0);
    assertThat(process.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(process.getAttributes().get(Conventions.ERROR))
        .isEqualTo(IllegalStateException.class.getName());
    assertThat(collected.logs())
        .anyMatch(
            log ->
                "messaging.process.exception".equals(log.getEventName())
                    && log.getSpanContext().getSpanId().equals(process.getSpanId()));
  }

  @SuppressWarnings("MustBeClosedChecker") // That is what is tested.
  @Test
  void a_span_that_a_handler_leaves_open_is_not_the_next_ones_parent() throws Exception {
    BlockingQueue<Span> current = new LinkedBlockingQueue<>();
    bus.subscription("g")
        .on(
            "order.placed",
            byte[].class,
            event -> {
              current.add(Span.current());
              Scope leaked = collected.tracer.spanBuilder("leaked").startSpan().makeCurrent();
              assertThat(leaked).isNotNull();
            })
        .subscribe();

    bus.publishAll(List.of(event(), event()));

    List<SpanData> processes = collected.await("process order", 2);
    assertThat(current)
        .extracting(span -> span.getSpanContext().getSpanId())
        .containsExactlyInAnyOrderElementsOf(processes.stream().map(SpanData::getSpanId).toList());
  }

  @Test
  void a_type_of_200_bytes_is_traced_as_any_other() throws Exception {
    String type = "order." + "a".repeat(194);
    bus.subscription("g").on(type, byte[].class, received::add).subscribe();

    bus.publish(type, new byte[0]);

    assertThat(received.poll(60, TimeUnit.SECONDS)).isNotNull();
    assertThat(
            collected.await("process order", 1).get(0).getAttributes().get(Conventions.EVENT_TYPE))
        .isEqualTo(type);
  }
}
