package io.busline.benchmarks.harness;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One measurement.
 *
 * @param value in the scenario's unit
 * @param also what else was seen, by a name with its unit
 */
public record Sample(double value, Map<String, Double> also) {

  public static final String CPU = "CPU ns/event";
  public static final String PUBLISHER_CPU = "publisher CPU ns/event";

  static final String ALLOCATED = "bytes allocated/event";

  public static Sample of(double value) {
    return new Sample(value, Map.of());
  }

  public Sample with(String name, double seen) {
    Map<String, Double> more = new LinkedHashMap<>(also);
    more.put(name, seen);
    return new Sample(value, more);
  }
}
