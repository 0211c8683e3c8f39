package io.busline.codec;

import io.busline.event.EventDefinition;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a class that is made for one codec says of its events: the same as {@link
 * io.busline.annotation.EventType} and {@link io.busline.annotation.EventKey} say of other classes.
 *
 * @param type the type of the events
 * @param key the key of an event's data, or empty if it has none
 */
public record OwnClass(EventDefinition<?> type, Function<Object, Optional<String>> key) {

  /** Checks that nothing is null. */
  public OwnClass {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(key, "key");
  }
}
