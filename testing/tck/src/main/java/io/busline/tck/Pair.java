package io.busline.tck;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Two members of a group, polled in turn so that both get some and neither seems dead. */
final class Pair {
  private final Scene scene;
  private final Member one;
  private final Member two;

  private @Nullable Member holder;

  Pair(Scene scene, Member one, Member two) {
    this.scene = scene;
    this.one = one;
    this.two = two;
  }

  int arrived() {
    return one.arrived.size() + two.arrived.size();
  }

  /** Whichever the broker gave the first message to. */
  Member holder() {
    if (holder == null) {
      holder = one.arrived.isEmpty() ? two : one;
    }
    return holder;
  }

  Member other() {
    return holder() == one ? two : one;
  }

  void pollUntil(BooleanSupplier condition) {
    long wait = Duration.ofMillis(5).toNanos();
    scene.await(
        "what is awaited arrives",
        () -> {
          one.consumer.poll(1, wait, one);
          two.consumer.poll(1, wait, two);
          return condition.getAsBoolean();
        },
        List.of(one, two));
  }
}
