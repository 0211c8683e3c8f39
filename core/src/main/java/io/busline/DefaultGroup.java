package io.busline;

import io.busline.error.ConfigurationException;
import io.busline.event.EventDefinition;
import org.jspecify.annotations.Nullable;

/** The group of a subscription that names none: {@code service.type}. */
final class DefaultGroup {

  private DefaultGroup() {}

  /** Refuses a class that stands for several types. */
  static void requireOneFor(Class<?> type, Codecs codecs) {
    if (type.isSealed() && !codecs.isNamed(type)) {
      throw new ConfigurationException(
          "%s is sealed and has no @EventType, so nothing names its group for good. Name it: subscription(\"my-group\").on(%s.class, handler).subscribe()"
              .formatted(type.getName(), type.getSimpleName()));
    }
  }

  static String of(@Nullable String service, EventDefinition<?> type) {
    if (service == null) {
      throw new ConfigurationException(
          "a durable subscription to %s needs a name by which it goes on after a restart: connect(url, \"my-service\"), or subscription(\"my-group\"); broadcast() needs none"
              .formatted(type.name()));
    }
    return service + "." + type.name();
  }
}
