package io.busline.json;

import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * Where in a value something is wrong: {@code items[2].price}. Keys of maps are data: not shown.
 */
final class JsonPath {
  /** Long enough to find the place, short enough for a line of a log. */
  private static final int MAX_LENGTH = 120;

  private JsonPath() {}

  static String of(JacksonException fault) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : fault.getPath()) {
      if (path.length() > MAX_LENGTH) {
        return path + "…";
      }
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else if (isMap(step.from())) {
        path.append("[*]");
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  private static boolean isMap(Object from) {
    return from instanceof Class<?> type ? Map.class.isAssignableFrom(type) : from instanceof Map;
  }
}
