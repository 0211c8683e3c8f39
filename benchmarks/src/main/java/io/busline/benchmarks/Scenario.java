package io.busline.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One row of a suite.
 *
 * @param name says what is done, and by whom
 * @param unit of what is measured
 * @param versus the scenario of the same suite that this one is divided by, or null
 * @param opening makes the subject
 */
record Scenario(String name, Unit unit, @Nullable String versus, Opening opening) {

  /** Makes a subject; what it costs is not measured. */
  @FunctionalInterface
  interface Opening {
    Subject open() throws Exception;
  }

  static Scenario of(String name, Unit unit, Opening opening) {
    return new Scenario(name, unit, null, opening);
  }

  Scenario versus(String other) {
    return new Scenario(name, unit, other, opening);
  }
}
