package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.slf4j.MdcObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;

class TelemetryTest {
  private static final OrderCreated ORDER = new OrderCreated("o-1", 42);

  @Test
  void events_are_counted_where_there_is_a_registry() {
    Contexts.memory()
        .withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
        .withBean(SimpleMeterRegistry.class)
        .withBean(SubscribeTest.ByData.class)
        .run(
            context -> {
              context.getBean(EventBus.class).publish(ORDER);
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              Contexts.await(
                  () ->
                      registry.getMeters().stream()
                          .anyMatch(
                              meter ->
                                  meter.getId().getName().startsWith("messaging.process")
                                      || meter.getId().getName().contains("consumed")));
            });
  }

  @Test
  void publishes_and_handlers_are_observed_where_there_is_a_registry() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    ObservationRegistry registry = ObservationRegistry.create();
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<Observation.Context>() {
              @Override
              public void onStop(Observation.Context observed) {
                seen.add(observed.getName());
              }

              @Override
              public boolean supportsContext(Observation.Context observed) {
                return true;
              }
            });
    Contexts.memory()
        .withBean(ObservationRegistry.class, () -> registry)
        .withBean(SubscribeTest.ByData.class)
        .run(
            context -> {
              context.getBean(EventBus.class).publish(ORDER);
              Contexts.await(() -> seen.containsAll(Set.of("busline.publish", "busline.handle")));
            });
  }

  @Test
  void spans_go_to_opentelemetry_where_there_is_one_and_are_not_observed_too() {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    Contexts.memory()
        .withBean(OpenTelemetry.class, () -> sdk)
        .withBean(ObservationRegistry.class, ObservationRegistry::create)
        .withBean(SubscribeTest.ByData.class)
        .run(
            context -> {
              context.getBean(EventBus.class).publish(ORDER);
              Contexts.await(() -> spans.getFinishedSpanItems().size() >= 2);
              assertThat(context).hasBean("buslineSpans").doesNotHaveBean("buslineObservations");
            });
  }

  @Test
  void meters_are_not_needed() {
    Contexts.memory()
        .withClassLoader(new FilteredClassLoader("io.micrometer.core"))
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(MdcObserver.class));
  }
}
