package io.busline.opentelemetry;

import static io.busline.opentelemetry.Conventions.STATE;
import static io.busline.opentelemetry.Conventions.SUBSCRIPTION;
import static io.busline.opentelemetry.Conventions.SYSTEM;

import io.busline.EventBus;
import io.busline.Subscription;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What a bus tells when it is asked, which is once for each collection of metrics. */
final class Gauges implements AutoCloseable {
  private final String system;
  private final EventBus bus;
  private final List<AutoCloseable> registered = new ArrayList<>();

  Gauges(Meter meter, String system, EventBus bus) {
    this.system = system;
    this.bus = bus;
    registered.add(
        publishes(meter, "busline.publish.inflight", "{event}", b -> b.unconfirmed().events()));
    registered.add(
        publishes(meter, "busline.publish.inflight.bytes", "By", b -> b.unconfirmed().bytes()));
    registered.add(inFlight(meter));
    registered.add(lag(meter));
    registered.add(lagAge(meter));
    registered.add(state(meter));
  }

  private ObservableLongGauge publishes(
      Meter meter, String name, String unit, ToLongFunction<EventBus> value) {
    return meter
        .gaugeBuilder(name)
        .ofLongs()
        .setUnit(unit)
        .setDescription("What is published and not yet confirmed")
        .buildWithCallback(m -> m.record(value.applyAsLong(bus), Attributes.of(SYSTEM, system)));
  }

  private ObservableLongGauge inFlight(Meter meter) {
    return meter
        .gaugeBuilder("busline.subscription.inflight")
        .ofLongs()
        .setUnit("{event}")
        .setDescription("Events that an instance has taken and not yet settled")
        .buildWithCallback(m -> each(s -> m.record(s.inFlight(), attributes(s))));
  }

  private ObservableLongGauge lag(Meter meter) {
    return meter
        .gaugeBuilder("busline.subscription.lag")
        .ofLongs()
        .setUnit("{event}")
        .setDescription("Events that a group has yet to handle; absent if the broker does not tell")
        .buildWithCallback(m -> each(s -> s.lag().ifPresent(lag -> m.record(lag, attributes(s)))));
  }

  private ObservableDoubleGauge lagAge(Meter meter) {
    return meter
        .gaugeBuilder("busline.subscription.lag.age")
        .setUnit("s")
        .setDescription("The age of the oldest event that an instance has not settled")
        .buildWithCallback(
            m -> each(s -> s.oldestAge().ifPresent(age -> m.record(seconds(age), attributes(s)))));
  }

  private static double seconds(Duration age) {
    return age.toMillis() / 1000.0;
  }

  private ObservableLongGauge state(Meter meter) {
    return meter
        .gaugeBuilder("busline.subscription.state")
        .ofLongs()
        .setUnit("{subscription}")
        .setDescription("1 for the state that a subscription is in, 0 for the others")
        .buildWithCallback(m -> each(s -> states(m, s)));
  }

  private void states(ObservableLongMeasurement measurement, Subscription subscription) {
    Subscription.State now = subscription.state();
    for (Subscription.State state : Subscription.State.values()) {
      measurement.record(
          state == now ? 1 : 0,
          attributes(subscription).toBuilder()
              .put(STATE, state.name().toLowerCase(Locale.ROOT))
              .build());
    }
  }

  private Attributes attributes(Subscription subscription) {
    return Attributes.of(SYSTEM, system, SUBSCRIPTION, subscription.group().orElse("broadcast"));
  }

  /** Something to be done with a subscription, which may block or fail as its broker does. */
  private interface Reading {
    void read(Subscription subscription);
  }

  private void each(Reading reading) {
    bus.subscriptions().forEach(reading::read);
  }

  @Override
  public void close() {
    for (AutoCloseable gauge : registered) {
      try {
        gauge.close();
      } catch (Exception e) {
        throw new IllegalStateException("a gauge could not be removed", e);
      }
    }
  }
}
