package io.busline.benchmarks.harness;

import java.util.Collection;

/**
 * What is said of many measurements of one thing.
 *
 * @param median the middle one, which an outlier does not move
 * @param low the lower quartile
 * @param high the upper quartile
 */
public record Spread(double median, double low, double high) {

  public static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
