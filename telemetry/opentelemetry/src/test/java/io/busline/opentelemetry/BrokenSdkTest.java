package io.busline.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.logs.Warns;
import io.busline.memory.MemoryBroker;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever becomes of traces, events are handled as if nobody watched. */
class BrokenSdkTest {
  private static final int EVENTS = 20;

  private final MemoryBroker broker = MemoryBroker.create();
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void close() {
    never.countDown();
    broker.close();
  }

  private static OpenTelemetrySdk sdk(SpanProcessor processor) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(processor).build())
        .build();
  }

  /** Does something once half of the events are published. */
  private void expectTraffic(OpenTelemetrySdk sdk, Runnable halfway) throws InterruptedException {
    CountDownLatch handled = new CountDownLatch(EVENTS);
    try (EventBus bus =
        EventBus.builder(broker)
            .service("tests")
            .observer(OpenTelemetryObserver.of(sdk))
            .connect()) {
      bus.subscription("g")
          .on("order.placed", byte[].class, event -> handled.countDown())
          .subscribe();
      for (int i = 0; i < EVENTS; i++) {
        if (i == EVENTS / 2) {
          halfway.run();
        }
        bus.publish("order.placed", new byte[0]);
      }
      assertThat(handled.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void block() {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException fault() {
    return new IllegalStateException("injected into the SDK");
  }

  /** Has something done for each batch of spans. */
  private record Exporting(Runnable action) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      action.run();
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  /** Has something done when a span begins, on the thread that publishes or handles. */
  private record Beginning(Runnable action) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      action.run();
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }

  @Test
  void an_exporter_that_throws_costs_no_event() throws Exception {
    SpanExporter throwing =
        new Exporting(
            () -> {
              throw fault();
            });

    expectTraffic(sdk(SimpleSpanProcessor.create(throwing)), () -> {});
  }

  @Test
  void an_exporter_that_blocks_holds_up_no_event() throws Exception {
    expectTraffic(sdk(SimpleSpanProcessor.create(new Exporting(this::block))), () -> {});
  }

  @Test
  void an_sdk_that_is_closed_while_events_flow_costs_none() throws Exception {
    OpenTelemetrySdk sdk = sdk(SimpleSpanProcessor.create(new Exporting(() -> {})));

    expectTraffic(sdk, sdk::close);
  }

  @Test
  @Warns("further failures of it are logged at DEBUG")
  void a_processor_that_throws_as_a_span_begins_costs_no_event_and_is_logged_once()
      throws Exception {
    expectTraffic(
        sdk(
            new Beginning(
                () -> {
                  throw fault();
                })),
        () -> {});
  }

  @Test
  @Warns("holds up a thread that publishes or handles")
  void a_processor_that_blocks_as_a_span_begins_is_left_out() throws Exception {
    expectTraffic(sdk(new Beginning(this::block)), () -> {});
  }
}
