package io.busline.opentelemetry;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;

/** Counters and histograms. */
final class Instruments {
  final DoubleHistogram operations;
  final DoubleHistogram processing;
  final DoubleHistogram age;
  final LongCounter sent;
  final LongCounter consumed;
  final LongCounter retries;
  final LongCounter deadLetters;
  final LongCounter stuck;
  final LongCounter unknown;

  private final Meter meter;

  Instruments(Meter meter) {
    this.meter = meter;
    this.operations = histogram("messaging.client.operation.duration", "How long publishing took");
    this.processing = histogram("messaging.process.duration", "How long handlers took");
    this.age = histogram("busline.event.age", "How old events were when a handler got them");
    this.sent =
        counter("messaging.client.sent.messages", "{message}", "Events that were published");
    this.consumed =
        counter("messaging.client.consumed.messages", "{message}", "Events that were delivered");
    this.retries = counter("busline.retries", "{attempt}", "Attempts that will be repeated");
    this.deadLetters = counter("busline.dead_letters", "{event}", "Events that were given up");
    this.stuck =
        counter("busline.handler.stuck", "{handler}", "Handlers that did not return in time");
    this.unknown =
        counter("busline.publish.unknown", "{event}", "Publishes with an unknown outcome");
  }

  private DoubleHistogram histogram(String name, String description) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(Conventions.SECONDS)
        .build();
  }

  private LongCounter counter(String name, String unit, String description) {
    return meter.counterBuilder(name).setUnit(unit).setDescription(description).build();
  }
}
