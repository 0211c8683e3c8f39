package io.busline.soak;

import io.busline.EventBus;
import io.busline.Health;
import java.util.concurrent.locks.LockSupport;

/** Says twice a second how a bus says it is. */
final class Wellbeing {
  private static final long EVERY_NANOS = 500_000_000;

  private Wellbeing() {}

  static void tell(EventBus bus, Said said) {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                Health health = bus.health();
                String problems = String.join("; ", health.problems());
                said.say(new Line(Line.Kind.HEALTH, Line.now(), health.status().name(), problems));
                LockSupport.parkNanos(EVERY_NANOS);
              }
            },
            "wellbeing");
    thread.setDaemon(true);
    thread.start();
  }
}
