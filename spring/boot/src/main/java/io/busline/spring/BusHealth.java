package io.busline.spring;

import io.busline.EventBus;
import io.busline.Subscription;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Health as the bus tells it: impaired is still up, and says what is wrong. */
final class BusHealth extends AbstractHealthIndicator {
  private final EventBus bus;
  private final BusLifecycle lifecycle;

  BusHealth(EventBus bus, BusLifecycle lifecycle) {
    super("The health of the bus cannot be told");
    this.bus = bus;
    this.lifecycle = lifecycle;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    io.busline.Health health = bus.health();
    BusLifecycle.Progress progress = lifecycle.progress();
    if (health.status() == io.busline.Health.Status.DOWN
        || !(progress instanceof BusLifecycle.Progress.Done)) {
      builder.down();
    } else {
      builder.up();
    }
    builder.withDetail("state", health.status().name());
    if (!health.problems().isEmpty()) {
      builder.withDetail("problems", health.problems());
    }
    progress.reason().ifPresent(reason -> builder.withDetail("start", reason));
    builder.withDetail("subscriptions", states());
  }

  private Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    for (Subscription subscription : bus.subscriptions()) {
      states.put(subscription.group().orElse("broadcast"), subscription.state().name());
    }
    return states;
  }
}
