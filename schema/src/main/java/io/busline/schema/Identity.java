package io.busline.schema;

import io.busline.event.EventDefinition;
import java.util.Optional;

/**
 * What says of a schema which events it is the data of.
 *
 * @param type name, topic, version and former names
 * @param key the property whose value is the key, if any
 */
record Identity(EventDefinition<?> type, Optional<String> key) {

  int version() {
    return type.version();
  }

  /** Whether a subscription to this schema's type is given the events published with another. */
  boolean receives(Identity published) {
    return type.byEachName().stream()
        .anyMatch(
            each ->
                each.name().equals(published.type.name())
                    && each.topic().equals(published.type.topic()));
  }
}
