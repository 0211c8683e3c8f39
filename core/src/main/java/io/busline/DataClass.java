package io.busline;

import io.busline.annotation.EventKey;
import io.busline.error.ConfigurationException;
import io.busline.event.EventDefinition;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** What the annotations of a data class say; read once a class. */
final class DataClass {

  private static final ClassValue<DataClass> READ =
      new ClassValue<>() {
        @Override
        protected DataClass computeValue(Class<?> dataClass) {
          return new DataClass(EventDefinition.of(dataClass), KeyMember.of(dataClass));
        }
      };

  private final EventDefinition<?> type;
  private final @Nullable MethodHandle key;

  private DataClass(EventDefinition<?> type, @Nullable MethodHandle key) {
    this.type = type;
    this.key = key;
  }

  static DataClass of(Class<?> dataClass) {
    return READ.get(dataClass);
  }

  EventDefinition<?> type() {
    return type;
  }

  /** The value of what is marked with {@link EventKey}, or null. */
  @Nullable String keyOf(Object data) {
    if (key == null) {
      return null;
    }
    try {
      Object value = (Object) key.invokeExact(data);
      return value == null ? null : value.toString();
    } catch (Throwable e) {
      throw new ConfigurationException(
          "the @EventKey of %s could not be read".formatted(type.dataClass().getName()), e);
    }
  }
}
