package io.busline;

import io.busline.error.ConfigurationException;
import io.busline.event.EventDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The classes that a sealed class or interface permits, each the data of a type of its own. */
final class SealedFamily<T> {
  private final Class<T> root;
  private final Codecs codecs;
  private final List<EventDefinition<? extends T>> types = new ArrayList<>();
  private final Map<String, Class<?>> byName = new HashMap<>();

  SealedFamily(Class<T> root, Codecs codecs) {
    this.root = root;
    this.codecs = codecs;
  }

  /**
   * A type for each class.
   *
   * @throws ConfigurationException if one has no type, or two have the same
   */
  List<EventDefinition<? extends T>> types() {
    collect(root);
    return List.copyOf(types);
  }

  private void collect(Class<?> parent) {
    for (Class<?> permitted : parent.getPermittedSubclasses()) {
      if (codecs.isNamed(permitted)) {
        add(codecs.typeOf(permitted.asSubclass(root)));
      } else if (permitted.isSealed()) {
        collect(permitted);
      } else {
        throw new ConfigurationException(
            "%s cannot be subscribed to as a whole, because %s, which it permits, has no @EventType. Annotate that class, or subscribe to the others one by one"
                .formatted(root.getName(), permitted.getName()));
      }
    }
  }

  private void add(EventDefinition<? extends T> type) {
    for (EventDefinition<?> named : type.byEachName()) {
      @Nullable Class<?> other = byName.putIfAbsent(named.name(), type.dataClass());
      if (other != null && other != type.dataClass()) {
        throw new ConfigurationException(
            "%s and %s are both the data of the event type %s, so nothing says which of them an event is. Give each class a type of its own"
                .formatted(other.getName(), type.dataClass().getName(), named.name()));
      }
    }
    // A class may be permitted twice, by an interface and by one that it permits.
    if (types.stream().noneMatch(known -> known.dataClass() == type.dataClass())) {
      types.add(type);
    }
  }
}
