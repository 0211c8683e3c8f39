package io.busline;

import io.busline.error.ConfigurationException;
import io.busline.error.DecodingException;
import io.busline.event.EventDefinition;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes data of a later version of an event type's data out of data of an earlier one. */
record Upcaster(EventDefinition<?> from, EventDefinition<?> to, Function<Object, Object> function) {

  /** What a builder was told, before it is known what types the classes stand for. */
  record Wanted<A, B>(Class<A> from, Class<B> to, Function<? super A, ? extends B> function) {

    Upcaster resolve(Codecs codecs) {
      return new Upcaster(
          codecs.typeOf(from), codecs.typeOf(to), data -> function.apply(from.cast(data)));
    }
  }

  Upcaster {
    boolean isOneType = to.byEachName().stream().anyMatch(name -> name.name().equals(from.name()));
    if (!isOneType || from.version() >= to.version()) {
      throw new ConfigurationException(
          "an upcaster from %s to %s is impossible: the first must be an earlier version of the same event type, by its name or an alias"
              .formatted(described(from), described(to)));
    }
  }

  Object apply(Object data) {
    @Nullable Object made;
    try {
      made = function.apply(data);
    } catch (RuntimeException e) {
      throw new DecodingException(
          "upcasting %s to %s failed: %s".formatted(described(from), described(to), e), e);
    }
    if (made == null) {
      throw new DecodingException(
          "upcasting %s to %s made nothing".formatted(described(from), described(to)));
    }
    return made;
  }

  static String described(EventDefinition<?> type) {
    return "%s (%s, version %d)".formatted(type.dataClass().getName(), type.name(), type.version());
  }
}
