package io.busline.micrometer;

import io.busline.EventBus;
import io.busline.Subscription;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a bus tells when it is asked. A subscription has its gauges as long as it lives. What the
 * broker does not tell is not a number. Only seconds and bytes are units here: a registry may make
 * any other part of the name, which then differs from OpenTelemetry's.
 */
final class Gauges {
  private static final String PUBLISHES = "";

  private final MeterRegistry registry;
  private final Tags common;
  private final Map<String, List<Meter>> registered = new ConcurrentHashMap<>();

  Gauges(MeterRegistry registry, Tags common) {
    this.registry = registry;
    this.common = common;
  }

  void publishes(EventBus bus) {
    registered.put(
        PUBLISHES,
        List.of(
            gauge("busline.publish.inflight", null, common, bus, b -> b.unconfirmed().events()),
            gauge(
                "busline.publish.inflight.bytes",
                "bytes",
                common,
                bus,
                b -> b.unconfirmed().bytes())));
  }

  /** Registers the gauges of a subscription, unless they are there already. */
  void subscription(Subscription subscription) {
    String name = subscription.group().orElse("broadcast");
    registered.computeIfAbsent(name, n -> gauges(subscription, n));
  }

  private List<Meter> gauges(Subscription subscription, String name) {
    Tags tags = common.and(Names.SUBSCRIPTION, name);
    List<Meter> gauges = new ArrayList<>();
    gauges.add(
        gauge("busline.subscription.inflight", null, tags, subscription, Subscription::inFlight));
    gauges.add(gauge("busline.subscription.lag", null, tags, subscription, Gauges::lag));
    gauges.add(gauge("busline.subscription.lag.age", "seconds", tags, subscription, Gauges::age));
    for (Subscription.State state : Subscription.State.values()) {
      Tags ofState = tags.and(Names.STATE, state.name().toLowerCase(Locale.ROOT));
      gauges.add(
          gauge(
              "busline.subscription.state",
              null,
              ofState,
              subscription,
              s -> s.state() == state ? 1 : 0));
    }
    return gauges;
  }

  private static double lag(Subscription subscription) {
    OptionalLong lag = subscription.lag();
    return lag.isPresent() ? lag.getAsLong() : Double.NaN;
  }

  private static double age(Subscription subscription) {
    return subscription.oldestAge().map(age -> age.toMillis() / 1000.0).orElse(Double.NaN);
  }

  private <T> Gauge gauge(
      String name, @Nullable String unit, Tags tags, T of, ToDoubleFunction<T> value) {
    return Gauge.builder(name, of, value)
        .strongReference(true)
        .baseUnit(unit)
        .tags(tags)
        .register(registry);
  }

  void gone(String subscription) {
    List<Meter> gauges = registered.remove(subscription);
    if (gauges != null) {
      gauges.forEach(registry::remove);
    }
  }

  void close() {
    List.copyOf(registered.keySet()).forEach(this::gone);
  }
}
