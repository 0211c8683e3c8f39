package io.busline.spring;

import io.busline.EventHandler;
import io.busline.SubscriptionBuilder;
import io.busline.error.ConfigurationException;
import io.busline.event.EventDefinition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A method with {@link Subscribe}, checked.
 *
 * @param name the class and method, for errors
 * @param invocable the method as the bean, maybe a proxy, has it
 * @param parameter what it takes
 * @param options what its annotation says, without placeholders
 */
record HandlerMethod(String name, Method invocable, HandlerParameter parameter, Options options) {

  /**
   * What an annotation says.
   *
   * @param type the type's name, or empty
   * @param pattern the pattern, or empty
   * @param group the group, or empty
   * @param broadcast whether there is no group
   * @param settings how its subscription works
   */
  record Options(
      String type, String pattern, String group, boolean broadcast, SubscriptionOptions settings) {}

  HandlerMethod {
    if (!options.type.isEmpty() && !options.pattern.isEmpty()) {
      throw refused(name, "names a type and a pattern. Keep one of them");
    }
    if (options.broadcast && !options.group.isEmpty()) {
      throw refused(name, "is a broadcast and names a group. Keep one of them");
    }
    if (!options.pattern.isEmpty() && !options.broadcast && options.group.isEmpty()) {
      throw refused(
          name, "has a pattern and no group. Name it: @Subscribe(pattern = …, group = \"audit\")");
    }
    if (!options.pattern.isEmpty() && !(parameter.dataType() instanceof Class<?>)) {
      throw refused(
          name, "has a pattern and generic data. Take one class, such as byte[] for any data");
    }
  }

  static ConfigurationException refused(String name, String why) {
    return new ConfigurationException("@Subscribe method %s %s".formatted(name, why));
  }

  /** The group, or null for a broadcast. */
  @Nullable String group(@Nullable String service) {
    if (options.broadcast) {
      return null;
    }
    if (!options.group.isEmpty()) {
      return options.group;
    }
    if (service == null) {
      throw refused(
          name,
          "needs a group that goes on after a restart, and the service has no name. Set busline.service or spring.application.name, or name a group");
    }
    return service + "." + typeName();
  }

  private String typeName() {
    if (!options.type.isEmpty()) {
      return options.type;
    }
    if (!parameter.isAnnotated()) {
      throw refused(
          name,
          "takes %s, which has no @EventType, so nothing names its group. Annotate the class, or name the type: @Subscribe(\"order.created\"), or a group"
              .formatted(parameter.dataType().getTypeName()));
    }
    return EventDefinition.of(parameter.dataClass()).name();
  }

  /** Adds the method to a subscription. */
  void addTo(SubscriptionBuilder builder, Object bean) {
    add(
        builder,
        parameter.dataClass(),
        event -> call(bean, parameter.isEvent() ? event : event.data()));
  }

  private <T> void add(SubscriptionBuilder builder, Class<T> data, EventHandler<T> handler) {
    Type type = parameter.dataType();
    if (!options.pattern.isEmpty()) {
      builder.onPattern(options.pattern, data, handler);
    } else if (options.type.isEmpty() && type instanceof Class<?>) {
      builder.on(data, handler);
    } else {
      EventDefinition<T> plain =
          options.type.isEmpty()
              ? EventDefinition.of(data)
              : EventDefinition.of(options.type, data);
      builder.on(
          type instanceof ParameterizedType
              ? new EventDefinition<>(
                  plain.name(), data, plain.topic(), plain.version(), plain.aliases(), type)
              : plain,
          handler);
    }
  }

  private void call(Object bean, @Nullable Object argument) throws Exception {
    try {
      invocable.invoke(bean, argument);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception exception) {
        throw exception;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
