package io.busline.spring;

import io.busline.EventBatch;
import io.busline.annotation.EventType;
import io.busline.event.Event;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

/**
 * What a method with {@link Subscribe} takes.
 *
 * @param dataType the class of the data, or its generic form
 * @param form what is around the data
 */
record HandlerParameter(Type dataType, Form form) {

  /** What is around the data. */
  enum Form {
    /** Nothing. */
    DATA,
    /** {@code Event<T>}. */
    EVENT,
    /** {@code List<Event<T>>}. */
    LIST,
    /** {@code EventBatch<T>}. */
    BATCH
  }

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
    Form form = form(type);
    Type data =
        switch (form) {
          case DATA -> type;
          case EVENT, BATCH -> argument(type);
          case LIST -> argument(argument(type));
        };
    Class<?> raw = raw(data);
    if (raw == Object.class || raw == Event.class || raw == EventBatch.class || raw.isPrimitive()) {
      throw HandlerMethod.refused(
          name,
          "takes %s, which names no class of data. Take a class, such as OrderCreated, Event<OrderCreated>, List<Event<OrderCreated>>, or byte[] for any data"
              .formatted(type.getTypeName()));
    }
    return new HandlerParameter(data, form);
  }

  private static Form form(Type type) {
    Class<?> raw = raw(type);
    if (raw == Event.class) {
      return Form.EVENT;
    }
    if (raw == EventBatch.class) {
      return Form.BATCH;
    }
    return raw == List.class && raw(argument(type)) == Event.class ? Form.LIST : Form.DATA;
  }

  /** The type itself if it is raw. */
  private static Type argument(Type type) {
    return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
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

  boolean isBatch() {
    return form == Form.LIST || form == Form.BATCH;
  }
}
