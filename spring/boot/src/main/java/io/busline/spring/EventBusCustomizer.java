package io.busline.spring;

import io.busline.EventBusBuilder;

/**
 * Changes the bus of the starter before it connects. Beans of this type are called in their order,
 * after everything else was set, and once more for each attempt to connect.
 */
@FunctionalInterface
public interface EventBusCustomizer {

  /**
   * Changes the builder. Called on the thread that connects.
   *
   * @param builder the builder; what was set before is replaced
   */
  void customize(EventBusBuilder builder);
}
