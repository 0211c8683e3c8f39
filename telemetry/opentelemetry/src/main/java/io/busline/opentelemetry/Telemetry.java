package io.busline.opentelemetry;

import static io.busline.opentelemetry.Conventions.SCHEMA;
import static io.busline.opentelemetry.Conventions.SCOPE;

import io.busline.EventBus;
import io.busline.HandlingObservation;
import io.busline.Observer.Delivered;
import io.busline.Observer.Publish;
import io.busline.PublishObservation;
import io.busline.Signal;
import io.busline.Subscription;
import io.busline.telemetry.MessagingSystem;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/** The spans and metrics of one bus. Safe for use by several threads. */
final class Telemetry {
  private final PublishSpans publishes;
  private final ProcessSpans attempts;
  private final Meters meters;
  private final Gauges gauges;

  Telemetry(OpenTelemetry openTelemetry, Correlation correlation, EventBus bus, String broker) {
    String system = MessagingSystem.of(broker);
    Meter meter = openTelemetry.meterBuilder(SCOPE).setSchemaUrl(SCHEMA).build();
    Carrier carrier = new Carrier(openTelemetry);
    Failures failures = new Failures(openTelemetry);
    Spans spans = new Spans(openTelemetry, system);
    this.meters = new Meters(meter, system);
    this.gauges = new Gauges(meter, system, bus);
    this.publishes = new PublishSpans(spans, carrier, failures, meters);
    this.attempts = new ProcessSpans(spans, carrier, failures, meters, correlation);
  }

  PublishObservation publishing(Publish publish) {
    return publishes.begin(publish);
  }

  HandlingObservation handling(Delivered delivered) {
    return attempts.begin(delivered);
  }

  HandlingObservation handlingTogether(List<Delivered> delivered) {
    return attempts.beginTogether(delivered);
  }

  void subscribed(Subscription subscription) {
    meters.subscribed(subscription.group().orElse("broadcast"), subscription.group().isPresent());
  }

  void signal(Signal signal) {
    meters.signal(signal);
  }

  void closed() {
    gauges.close();
  }
}
