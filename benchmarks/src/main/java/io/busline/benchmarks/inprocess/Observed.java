package io.busline.benchmarks.inprocess;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.Observer;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Stopwatch;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.Order;
import io.busline.memory.MemoryBroker;
import io.busline.micrometer.BuslineMetrics;
import io.busline.opentelemetry.OpenTelemetryObserver;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.OpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events in memory with nobody who watches, and with each kind of observer. What an observer costs
 * a publish and an attempt together is the difference of two rows.
 */
public final class Observed implements Subject {

  /** So few that what an observer is told always finds room, since otherwise it costs less. */
  private static final int AHEAD = 4_096;

  private static final int LOOK_EVERY = 64;

  private final MemoryBroker broker = MemoryBroker.create();
  private final EventBus bus;
  private final Counter handled = new Counter();
  private final byte[] data = Order.bytes();
  private final long nanos;

  private Observed(@Nullable Observer observer, long nanos) {
    EventBusBuilder builder = EventBus.builder(broker).service("benchmarks");
    this.bus = (observer == null ? builder : builder.observer(observer)).connect();
    this.nanos = nanos;
    bus.subscription("group")
        .on(Order.TYPE, byte[].class, event -> handled.increment())
        .subscribe();
  }

  public static List<Scenario> scenarios(Effort effort) {
    Scenario subject = row("nobody watches", () -> null, effort);
    return List.of(
        subject,
        row("an observer that counts", Counting::new, effort).versus(subject.name()),
        row("Micrometer, a registry for Prometheus", Observed::micrometer, effort)
            .versus(subject.name()),
        row("OpenTelemetry, metrics", () -> openTelemetry(metrics()), effort)
            .versus(subject.name()),
        row("OpenTelemetry, metrics and spans", () -> openTelemetry(spans()), effort)
            .versus(subject.name()));
  }

  private static Scenario row(String name, Supplier<@Nullable Observer> observer, Effort effort) {
    return Scenario.of(
        name, Unit.EVENTS_PER_SECOND, () -> new Observed(observer.get(), effort.nanos()));
  }

  private static Observer micrometer() {
    return BuslineMetrics.of(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  private static Observer openTelemetry(OpenTelemetrySdkBuilder sdk) {
    return OpenTelemetryObserver.of(sdk.build());
  }

  /** Without a reader the SDK would count nothing. */
  private static OpenTelemetrySdkBuilder metrics() {
    return OpenTelemetrySdk.builder()
        .setMeterProvider(
            SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build());
  }

  /** Every span is recorded, and goes nowhere. */
  private static OpenTelemetrySdkBuilder spans() {
    return metrics()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(SpanExporter.composite()).build())
                .build());
  }

  @Override
  public Sample sample() {
    Stopwatch watch = new Stopwatch();
    long before = handled.count();
    long published = 0;
    while (watch.nanos() < nanos) {
      for (int i = 0; i < LOOK_EVERY; i++) {
        bus.publish(Order.TYPE, data);
        published++;
      }
      await(before + published - AHEAD);
    }
    await(before + published);
    return watch.rate(published);
  }

  private void await(long count) {
    while (handled.count() < count) {
      LockSupport.parkNanos(20_000);
    }
  }

  @Override
  public void close() {
    bus.close();
    broker.close();
  }
}
