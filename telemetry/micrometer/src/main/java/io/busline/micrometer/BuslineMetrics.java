package io.busline.micrometer;

import io.busline.EventBus;
import io.busline.HandlingObservation;
import io.busline.Observer;
import io.busline.PublishObservation;
import io.busline.Signal;
import io.busline.Subscription;
import io.busline.telemetry.MessagingSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one bus: counters, timers and gauges. It is an observer for the bus and a binder
 * for the registry, and may be given to each of them first. What happens before a registry is bound
 * is not counted.
 *
 * <pre>{@code
 * EventBus.builder(url).service("shipping").observer(BuslineMetrics.of(registry)).connect();
 * }</pre>
 *
 * <p>The registry is never called on a thread that publishes or handles. Safe for use by several
 * threads.
 */
public final class BuslineMetrics implements Observer, MeterBinder {
  private final Tags own;
  private volatile @Nullable MeterRegistry registry;
  private volatile @Nullable EventBus bus;
  private volatile String system = Names.NONE;
  private volatile @Nullable Meters meters;
  private volatile @Nullable Gauges gauges;

  /** Creates one that has no registry yet. */
  public BuslineMetrics() {
    this(Tags.empty());
  }

  private BuslineMetrics(Tags own) {
    this.own = own;
  }

  /**
   * Creates one with a registry.
   *
   * @param registry where meters go
   * @return the observer, for one bus
   */
  public static BuslineMetrics of(MeterRegistry registry) {
    BuslineMetrics metrics = new BuslineMetrics();
    metrics.bindTo(registry);
    return metrics;
  }

  /**
   * Creates one whose meters have a tag more, such as {@code busline.bus} with the name of a bus:
   * the meters of two buses on one kind of broker would be the same without it.
   *
   * @param registry where meters go
   * @param tags what each meter has besides its own tags
   * @return the observer, for one bus
   */
  public static BuslineMetrics of(MeterRegistry registry, Tags tags) {
    BuslineMetrics metrics = new BuslineMetrics(tags);
    metrics.bindTo(registry);
    return metrics;
  }

  @Override
  public synchronized void bindTo(MeterRegistry newRegistry) {
    registry = newRegistry;
    bind();
  }

  @Override
  public synchronized void connected(EventBus connected, String broker) {
    bus = connected;
    system = MessagingSystem.of(broker);
    bind();
  }

  private void bind() {
    MeterRegistry to = registry;
    EventBus of = bus;
    if (to != null && of != null && meters == null) {
      Tags common = own.and(Names.SYSTEM, system);
      Meters counting = new Meters(to, common);
      Gauges bound = new Gauges(to, common);
      bound.publishes(of);
      of.subscriptions().forEach(subscription -> begin(counting, bound, subscription));
      meters = counting;
      gauges = bound;
    }
  }

  private static void begin(Meters counting, Gauges bound, Subscription subscription) {
    String name = subscription.group().orElse("broadcast");
    counting.subscribed(name, subscription.group().isPresent());
    bound.subscription(subscription);
  }

  @Override
  public @Nullable PublishObservation publishing(Publish publish) {
    Meters to = meters;
    return to == null ? null : to.of(publish);
  }

  @Override
  public @Nullable HandlingObservation handling(Delivered delivered) {
    Meters to = meters;
    return to == null ? null : to.attempt(delivered);
  }

  @Override
  public @Nullable HandlingObservation handlingTogether(List<Delivered> delivered) {
    Meters to = meters;
    return to == null ? null : new MeteredBatch(delivered.stream().map(to::attempt).toList());
  }

  @Override
  public void subscribed(Subscription subscription) {
    Meters to = meters;
    Gauges on = gauges;
    if (to != null && on != null) {
      begin(to, on, subscription);
    }
  }

  @Override
  public void onSignal(Signal signal) {
    Meters to = meters;
    Gauges on = gauges;
    if (to != null) {
      to.signal(signal);
    }
    if (on != null
        && signal instanceof Signal.StateChanged changed
        && changed.state() == Subscription.State.CLOSED) {
      on.gone(changed.subscription());
    }
  }

  @Override
  public void closed() {
    Gauges on = gauges;
    if (on != null) {
      on.close();
    }
  }
}
