package io.busline.spring;

import io.busline.EventBus;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the application may get requests: not before the bus has started. Later only if it is
 * asked for, since an application that answers from its database is no better for being taken out.
 */
final class BusReadiness extends AbstractHealthIndicator {
  private final EventBus bus;
  private final BusLifecycle lifecycle;
  private final boolean followsHealth;

  BusReadiness(EventBus bus, BusLifecycle lifecycle, boolean followsHealth) {
    super("The readiness of the bus cannot be told");
    this.bus = bus;
    this.lifecycle = lifecycle;
    this.followsHealth = followsHealth;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    BusLifecycle.Progress progress = lifecycle.progress();
    progress.reason().ifPresent(reason -> builder.withDetail("start", reason));
    if (progress instanceof BusLifecycle.Progress.Done
        && !(followsHealth && bus.health().status() == io.busline.Health.Status.DOWN)) {
      builder.up();
    } else {
      builder.outOfService();
    }
  }
}
