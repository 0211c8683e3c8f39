package io.busline.spring;

import io.busline.Subscription;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Health as the bus tells it: impaired is still up, and says what is wrong. */
final class BusHealth extends AbstractHealthIndicator {
  private final BusStart start;

  BusHealth(BusStart start) {
    super("The health of the bus cannot be told");
    this.start = start;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    io.busline.Health health = start.bus().health();
    BusStart.Progress progress = start.progress();
    if (health.status() == io.busline.Health.Status.DOWN
        || !(progress instanceof BusStart.Progress.Done)) {
      builder.down();
    } else {
      builder.up();
    }
    builder.withDetail("state", health.status().name());
    if (!health.problems().isEmpty()) {
      builder.withDetail("problems", health.problems());
    }
    if (!health.notes().isEmpty()) {
      builder.withDetail("notes", health.notes());
    }
    progress.reason().ifPresent(reason -> builder.withDetail("start", reason));
    builder.withDetail("subscriptions", states());
  }

  private Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    for (Subscription subscription : start.bus().subscriptions()) {
      states.put(subscription.group().orElse("broadcast"), subscription.state().name());
    }
    return states;
  }
}
