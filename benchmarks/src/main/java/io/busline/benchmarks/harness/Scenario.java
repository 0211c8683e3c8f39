package io.busline.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One row of a suite.
 *
 * @param name says what is done, and by whom
 * @param unit of what is measured
 * @param versus the scenario of the same suite that this one is divided by, or null
 * @param opening makes the subject
 */
public record Scenario(String name, Unit unit, @Nullable String versus, Opening opening) {

  /** Makes a subject; what it costs is not measured. */
  @FunctionalInterface
  public interface Opening {
    Subject open() throws Exception;
  }

  public static Scenario of(String name, Unit unit, Opening opening) {
    return new Scenario(name, unit, null, opening);
  }

  /**
   * The same with more and more; each row is divided by the first.
   *
   * @param name with a place for the size, such as {@code %,d}
   * @param opening makes the subject for a size
   * @param sizes the least first
   */
  public static List<Scenario> growing(String name, IntFunction<Opening> opening, int... sizes) {
    List<Scenario> rows = new ArrayList<>();
    for (int size : sizes) {
      Scenario row = of(name.formatted(size), Unit.NANOS, opening.apply(size));
      rows.add(rows.isEmpty() ? row : row.versus(rows.get(0).name()));
    }
    return rows;
  }

  public Scenario versus(String other) {
    return new Scenario(name, unit, other, opening);
  }
}
