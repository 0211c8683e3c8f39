package io.busline;

import io.busline.annotation.EventKey;
import io.busline.error.ConfigurationException;
import io.busline.event.EventDefinition;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the annotations of a data class say; read once a class. */
final class DataClass {

  private static final ClassValue<DataClass> READ =
      new ClassValue<>() {
        @Override
        protected DataClass computeValue(Class<?> dataClass) {
          return new DataClass(EventDefinition.of(dataClass), keyOf(dataClass));
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

  private static @Nullable MethodHandle keyOf(Class<?> dataClass) {
    List<Method> marked =
        Stream.of(dataClass.getDeclaredMethods())
            .filter(m -> m.isAnnotationPresent(EventKey.class) && !m.isSynthetic())
            .toList();
    if (marked.isEmpty()) {
      return null;
    }
    Method method = marked.get(0);
    if (marked.size() > 1
        || method.getParameterCount() > 0
        || method.getReturnType() == void.class
        || !method.trySetAccessible()) {
      throw new ConfigurationException(
          "@EventKey in %s must mark one record component, or one method without parameters that io.busline may call"
              .formatted(dataClass.getName()));
    }
    try {
      return MethodHandles.lookup()
          .unreflect(method)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new ConfigurationException(
          "@EventKey in %s cannot be read".formatted(dataClass.getName()), e);
    }
  }
}
