package io.busline.spring;

import io.busline.annotation.EventType;
import io.busline.event.Event;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * What a method with {@link Subscribe} takes.
 *
 * @param dataType the class of the data, or its generic form
 * @param isEvent whether it takes the event around the data
 */
record HandlerParameter(Type dataType, boolean isEvent) {

  /**
   * Reads the only parameter.
   *
   * @throws io.busline.error.ConfigurationException if the method is not a handler
   */
  static HandlerParameter of(String name, Method method) {
    if (method.getParameterCount() != 1) {
      throw HandlerMethod.refused(
          name,
          "has %d parameters. Take one: the data, or Event<T> of it"
              .formatted(method.getParameterCount()));
    }
    if (method.getReturnType() != void.class) {
      throw HandlerMethod.refused(
          name,
          "returns %s, which nobody would see. Return nothing, and block until the event is handled"
              .formatted(method.getReturnType().getSimpleName()));
    }
    Type type = method.getGenericParameterTypes()[0];
    boolean isEvent = raw(type) == Event.class;
    Type data =
        isEvent && type instanceof ParameterizedType event
            ? event.getActualTypeArguments()[0]
            : type;
    Class<?> raw = raw(data);
    if (raw == Object.class || raw == Event.class || raw.isPrimitive()) {
      throw HandlerMethod.refused(
          name,
          "takes %s, which names no class of data. Take a class, such as OrderCreated, Event<OrderCreated>, or byte[] for any data"
              .formatted(type.getTypeName()));
    }
    return new HandlerParameter(data, isEvent);
  }

  /** {@code Object} for a variable or a wildcard. */
  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : Object.class;
  }

  Class<?> dataClass() {
    return raw(dataType);
  }

  boolean isAnnotated() {
    return dataClass().isAnnotationPresent(EventType.class);
  }
}
