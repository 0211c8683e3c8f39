package io.busline.benchmarks.harness;

/** What a scenario measures, ready to be measured again and again. */
@FunctionalInterface
public interface Subject extends AutoCloseable {

  Sample sample() throws Exception;

  /**
   * Whether it runs before anything is measured, to have its code compiled. What takes long may
   * leave that to another that runs the same code.
   */
  default boolean warmsUp() {
    return true;
  }

  @Override
  default void close() {}
}
