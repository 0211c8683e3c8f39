package io.busline.spring;

import io.busline.BatchHandler;
import io.busline.EventHandler;
import io.busline.InboxSubscriptionBuilder;
import io.busline.Outputs;
import io.busline.SubscriptionBuilder;
import io.busline.TransactionalInbox;
import io.busline.error.ConfigurationException;
import io.busline.event.Event;
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
   * @param bus the bus, or empty
   * @param inbox whether it works in the transactions of an inbox
   * @param maxBatch how many events it takes at most, if it takes several
   * @param settings how its subscription works
   */
  record Options(
      String type,
      String pattern,
      String group,
      boolean broadcast,
      String bus,
      boolean inbox,
      int maxBatch,
      SubscriptionOptions settings) {}

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
    if (parameter.isBatch() && (options.inbox || !options.pattern.isEmpty())) {
      throw refused(
          name,
          "takes several events and has a pattern or inbox = true. Take them one by one, as"
              + " Event<T>, or name one type without an inbox");
    }
    if (options.inbox && !options.pattern.isEmpty()) {
      throw refused(name, "has a pattern and inbox = true. Name a type, or leave the inbox out");
    }
    if (options.inbox && options.broadcast) {
      throw refused(
          name, "is a broadcast, which marks no event as handled. Leave inbox = true out");
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
          "needs a group that goes on after a restart, and the service has no name. Set"
              + " busline.service or spring.application.name, or name a group");
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

  /** Adds the method to a subscription; the inbox is there if the options want it. */
  void addTo(SubscriptionBuilder builder, Object bean, @Nullable TransactionalInbox<?> inbox) {
    if (options.inbox && inbox != null) {
      add(builder.inbox(inbox), parameter.dataClass(), bean);
    } else if (parameter.isBatch()) {
      builder.onBatch(definition(parameter.dataClass()), options.maxBatch, batch(bean));
    } else {
      add(builder, parameter.dataClass(), event -> call(bean, argument(event)));
    }
  }

  private @Nullable Object argument(Event<?> event) {
    return parameter.form() == HandlerParameter.Form.EVENT ? event : event.data();
  }

  private <T> BatchHandler<T> batch(Object bean) {
    return parameter.form() == HandlerParameter.Form.BATCH
        ? batch -> call(bean, batch)
        : batch -> call(bean, batch.events());
  }

  private <T, X extends Outputs> void add(
      InboxSubscriptionBuilder<X> builder, Class<T> data, Object bean) {
    if (isPlain()) {
      builder.on(data, (event, transaction) -> call(bean, argument(event)));
    } else {
      builder.on(definition(data), (event, transaction) -> call(bean, argument(event)));
    }
  }

  private <T> void add(SubscriptionBuilder builder, Class<T> data, EventHandler<T> handler) {
    if (!options.pattern.isEmpty()) {
      builder.onPattern(options.pattern, data, handler);
    } else if (isPlain()) {
      builder.on(data, handler);
    } else {
      builder.on(definition(data), handler);
    }
  }

  /** Whether the class says all, be it by an annotation or to its codec. */
  private boolean isPlain() {
    return options.type.isEmpty() && parameter.dataType() instanceof Class<?>;
  }

  private <T> EventDefinition<T> definition(Class<T> data) {
    EventDefinition<T> plain =
        options.type.isEmpty() ? EventDefinition.of(data) : EventDefinition.of(options.type, data);
    Type type = parameter.dataType();
    return type instanceof ParameterizedType
        ? new EventDefinition<>(
            plain.name(), data, plain.topic(), plain.version(), plain.aliases(), type)
        : plain;
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
