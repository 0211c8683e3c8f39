package io.busline.opentelemetry;

import io.busline.EventBus;
import io.busline.HandlingObservation;
import io.busline.Observer;
import io.busline.PublishObservation;
import io.busline.Signal;
import io.busline.Subscription;
import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans and metrics of what a bus does. One for each bus:
 *
 * <pre>{@code
 * EventBus.builder(url).service("shipping").observer(OpenTelemetryObserver.of(openTelemetry)).connect();
 * }</pre>
 *
 * <p>A publish is a child of the caller's current span. An attempt of a handler is a child of the
 * publish, each attempt a span of its own, and what the handler publishes or calls is a child of
 * the attempt. So an event, its retries, its dead letter, its redrive and the events that follow
 * are one trace. A batch handler has many publishes and links to each of them.
 */
public final class OpenTelemetryObserver implements Observer {
  private final OpenTelemetry openTelemetry;
  private final Correlation correlation;

  private volatile @Nullable Telemetry telemetry;

  private OpenTelemetryObserver(OpenTelemetry openTelemetry, Correlation correlation) {
    this.openTelemetry = Objects.requireNonNull(openTelemetry, "openTelemetry");
    this.correlation = correlation;
  }

  /**
   * Creates an observer whose attempts are children of the publish, and link to it.
   *
   * @param openTelemetry where spans and metrics go; an SDK, or what an agent has set up
   * @return the observer, for one bus
   */
  public static OpenTelemetryObserver of(OpenTelemetry openTelemetry) {
    return new OpenTelemetryObserver(openTelemetry, Correlation.PARENT);
  }

  /**
   * The same with traces that end at the broker: each attempt begins a trace of its own, which
   * links to the publish. For long-lived topics, where one trace for all would never end.
   *
   * @return a new observer, for one bus
   */
  public OpenTelemetryObserver withLinksOnly() {
    return new OpenTelemetryObserver(openTelemetry, Correlation.LINK);
  }

  @Override
  public void connected(EventBus bus, String broker) {
    telemetry = new Telemetry(openTelemetry, correlation, bus, broker);
  }

  @Override
  public @Nullable PublishObservation publishing(Publish publish) {
    Telemetry to = telemetry;
    return to == null ? null : to.publishing(publish);
  }

  @Override
  public @Nullable HandlingObservation handling(Delivered delivered) {
    Telemetry to = telemetry;
    return to == null ? null : to.handling(delivered);
  }

  @Override
  public @Nullable HandlingObservation handlingTogether(List<Delivered> delivered) {
    Telemetry to = telemetry;
    return to == null ? null : to.handlingTogether(delivered);
  }

  @Override
  public void subscribed(Subscription subscription) {
    Telemetry to = telemetry;
    if (to != null) {
      to.subscribed(subscription);
    }
  }

  @Override
  public void onSignal(Signal signal) {
    Telemetry to = telemetry;
    if (to != null) {
      to.signal(signal);
    }
  }

  @Override
  public void closed() {
    Telemetry to = telemetry;
    if (to != null) {
      to.closed();
    }
  }
}
