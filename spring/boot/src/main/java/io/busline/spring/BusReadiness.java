package io.busline.spring;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the application may get requests: not before its buses have started. Later only if it is
 * asked for, since an application that answers from its database is no better for being taken out.
 */
final class BusReadiness extends AbstractHealthIndicator {
  private final BusStarts starts;
  private final boolean followsHealth;

  BusReadiness(BusStarts starts, boolean followsHealth) {
    super("The readiness of the bus cannot be told");
    this.starts = starts;
    this.followsHealth = followsHealth;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    for (BusStart start : starts.all()) {
      String detail = starts.all().size() == 1 ? "start" : start.name();
      start.progress().reason().ifPresent(reason -> builder.withDetail(detail, reason));
    }
    if (starts.all().stream().allMatch(this::isReady)) {
      builder.up();
    } else {
      builder.outOfService();
    }
  }

  private boolean isReady(BusStart start) {
    return start.progress() instanceof BusStart.Progress.Done
        && !(followsHealth && start.bus().health().status() == io.busline.Health.Status.DOWN);
  }
}
