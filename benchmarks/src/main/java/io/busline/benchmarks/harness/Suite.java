package io.busline.benchmarks.harness;

import java.util.List;
import java.util.function.Function;

/**
 * Scenarios that are measured in turns, in a JVM of their own, or each in one of its own.
 *
 * @param name to choose it by
 * @param title what it asks
 * @param maxRounds how often each scenario is measured at most, where once takes long
 * @param apart whether each sample has a JVM of its own; see {@link Forked}
 * @param scenarios in the order of the report
 */
public record Suite(
    String name,
    String title,
    int maxRounds,
    boolean apart,
    Function<Effort, List<Scenario>> scenarios) {

  public Suite(
      String name, String title, int maxRounds, Function<Effort, List<Scenario>> scenarios) {
    this(name, title, maxRounds, false, scenarios);
  }

  public Suite(String name, String title, Function<Effort, List<Scenario>> scenarios) {
    this(name, title, Integer.MAX_VALUE, scenarios);
  }

  /** For what shares its code with the next scenario, and is to be measured without it. */
  public static Suite apart(String name, String title, Function<Effort, List<Scenario>> scenarios) {
    return new Suite(name, title, Integer.MAX_VALUE, true, scenarios);
  }
}
