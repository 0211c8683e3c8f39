package io.busline.benchmarks;

import java.util.List;
import java.util.function.Function;

/**
 * Scenarios that are measured in turns, in a JVM of their own.
 *
 * @param name to choose it by
 * @param title what it asks
 * @param maxRounds how often each scenario is measured at most, where once takes long
 * @param scenarios in the order of the report
 */
record Suite(String name, String title, int maxRounds, Function<Effort, List<Scenario>> scenarios) {

  Suite(String name, String title, Function<Effort, List<Scenario>> scenarios) {
    this(name, title, Integer.MAX_VALUE, scenarios);
  }
}
