package io.busline.benchmarks;

/** What a scenario measures, ready to be measured again and again. */
@FunctionalInterface
interface Subject extends AutoCloseable {

  Sample sample() throws Exception;

  @Override
  default void close() {}
}
