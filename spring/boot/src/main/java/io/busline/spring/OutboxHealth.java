package io.busline.spring;

import java.util.Optional;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether what is committed is published; waiting for the broker is up, with details. */
final class OutboxHealth extends AbstractHealthIndicator {
  private final OutboxConnection outbox;

  OutboxHealth(OutboxConnection outbox) {
    super("The health of the outbox cannot be told");
    this.outbox = outbox;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    Optional<io.busline.Health> told = outbox.outbox().map(open -> open.health());
    if (told.isEmpty()) {
      builder.down().withDetail("state", "not open yet");
      return;
    }
    io.busline.Health health = told.get();
    if (health.status() == io.busline.Health.Status.DOWN) {
      builder.down();
    } else {
      builder.up();
    }
    builder.withDetail("state", health.status().name());
    if (!health.problems().isEmpty()) {
      builder.withDetail("problems", health.problems());
    }
  }
}
