package io.busline.kafka;

import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.Metric;

/** How much the server slows a client down because a quota is used up: only its metrics tell. */
final class Throttling {

  /** What is shorter shows nowhere else. */
  private static final double NOTABLE_MILLIS = 1_000;

  private Throttling() {}

  /** In words, if it is worth any. The metrics are of the last half minute. */
  static Optional<String> of(Collection<? extends Metric> metrics) {
    double longest = 0;
    for (Metric metric : metrics) {
      if (metric.metricName().name().endsWith("-throttle-time-max")
          && metric.metricValue() instanceof Double millis
          && millis > longest) {
        longest = millis;
      }
    }
    return longest < NOTABLE_MILLIS
        ? Optional.empty()
        : Optional.of(
            "a quota of the user or the client is used up, and the server has requests wait for up to %.1f s. Have the quota raised, or send less"
                .formatted(longest / NOTABLE_MILLIS));
  }
}
