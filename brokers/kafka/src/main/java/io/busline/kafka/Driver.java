package io.busline.kafka;

import io.busline.error.ConfigurationException;
import io.busline.error.UnsupportedException;
import org.jspecify.annotations.Nullable;

/**
 * The version of Kafka's client that is on the class path. Frameworks bring one of their own
 * choice; what is missing in it must be told here, before anything ends in an error of linking.
 */
final class Driver {

  /** Without it, nothing here can be linked. Since 4.1. */
  private static final String NEEDED = "org.apache.kafka.clients.consumer.CloseOptions";

  /** What share groups need. Since 4.2. */
  private static final String NEEDED_FOR_SHARES =
      "org.apache.kafka.clients.admin.SharePartitionOffsetInfo";

  private static final String VERSION = "org.apache.kafka.common.utils.AppInfoParser";

  private Driver() {}

  /**
   * Refuses a version that cannot be used.
   *
   * @throws ConfigurationException if it is older than 4.1, or missing
   */
  static void require() {
    if (!has(NEEDED)) {
      throw new ConfigurationException(
          "kafka: needs kafka-clients 4.1 or newer, and the class path has %s. Set the version that your framework chooses: <kafka.version> in Maven, ext['kafka.version'] in Gradle, to 4.4.0"
              .formatted(version()));
    }
  }

  /**
   * Refuses a version without share groups.
   *
   * @throws UnsupportedException if it is older than 4.2
   */
  static void requireShareGroups(String group) {
    if (!has(NEEDED_FOR_SHARES)) {
      throw new UnsupportedException(
          "group %s asks for a share group, which needs kafka-clients 4.2 or newer, and the class path has %s. Set the property <kafka.version> to 4.4.0, or leave the option %s out"
              .formatted(group, version(), ShareGroups.OPTION));
    }
  }

  /** Whether share groups can be looked at. */
  static boolean hasShareGroups() {
    return has(NEEDED_FOR_SHARES);
  }

  private static boolean has(String name) {
    return find(name) != null;
  }

  private static @Nullable Class<?> find(String name) {
    try {
      return Class.forName(name, false, Driver.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static String version() {
    try {
      Class<?> info = find(VERSION);
      return info == null ? "none" : String.valueOf(info.getMethod("getVersion").invoke(null));
    } catch (ReflectiveOperationException e) {
      return "one of unknown version";
    }
  }
}
