package io.busline.spring;

import io.busline.EventBus;
import io.busline.SubscriptionBuilder;
import io.busline.TransactionalInbox;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one subscription of the methods of each group. For one thread. */
final class Subscriber {
  private final Supplier<List<HandlerMethods.Found>> found;
  private final HandlerMethods methods;
  private final @Nullable String service;
  private final Set<String> done = new HashSet<>();

  /**
   * A subscriber for one bus.
   *
   * @param found those of the methods that are for it, once they are known
   */
  Subscriber(
      Supplier<List<HandlerMethods.Found>> found,
      HandlerMethods methods,
      @Nullable String service) {
    this.found = found;
    this.methods = methods;
    this.service = service;
  }

  boolean isNeeded() {
    return !found.get().isEmpty();
  }

  /** Refuses what no broker could make right. */
  void check(boolean hasInbox) {
    for (HandlerMethods.Found handler : found.get()) {
      if (handler.method().options().inbox() && !hasInbox) {
        throw HandlerMethod.refused(
            handler.method().name(),
            "has inbox = true, and its bus has no outbox with a database to mark events in. Add"
                + " io.busline:busline-outbox and a DataSource, and see busline.outbox.bus and"
                + " busline.outbox.enabled");
      }
    }
    groups();
  }

  /** Subscribes those that are not yet. Blocks, and may be called again after it has thrown. */
  void subscribe(EventBus bus, @Nullable TransactionalInbox<?> inbox) {
    for (Map.Entry<String, List<HandlerMethods.Found>> entry : groups().entrySet()) {
      if (!done.contains(entry.getKey())) {
        subscribe(bus, entry.getValue(), inbox);
        done.add(entry.getKey());
      }
    }
  }

  /** All have been drained: the application may start again, as a paused context of tests does. */
  void reset() {
    done.clear();
  }

  private void subscribe(
      EventBus bus, List<HandlerMethods.Found> handlers, @Nullable TransactionalInbox<?> inbox) {
    HandlerMethod first = handlers.get(0).method();
    String group = first.group(service);
    SubscriptionBuilder builder = group == null ? bus.broadcast() : bus.subscription(group);
    first.options().settings().applyTo(builder);
    for (HandlerMethods.Found handler : handlers) {
      handler.method().addTo(builder, methods.bean(handler), inbox);
    }
    builder.subscribe();
  }

  /** A broadcast is a subscription of its own, under the method's name. */
  private Map<String, List<HandlerMethods.Found>> groups() {
    Map<String, List<HandlerMethods.Found>> groups = new LinkedHashMap<>();
    for (HandlerMethods.Found handler : found.get()) {
      String group = handler.method().group(service);
      String key = group == null ? "broadcast " + handler.bean() + handler.method().name() : group;
      List<HandlerMethods.Found> members = groups.computeIfAbsent(key, k -> new ArrayList<>());
      members.add(handler);
      requireSame(members.get(0).method(), handler.method(), key);
    }
    return groups;
  }

  private static void requireSame(HandlerMethod first, HandlerMethod other, String group) {
    if (!first.options().settings().equals(other.options().settings())) {
      throw HandlerMethod.refused(
          other.name(),
          "shares the group %s with %s, and has another concurrency or retry. Give both the same"
              .formatted(group, first.name()));
    }
  }
}
