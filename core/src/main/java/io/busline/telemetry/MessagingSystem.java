package io.busline.telemetry;

import java.util.Locale;

/** What OpenTelemetry's conventions for messaging call a broker. */
public final class MessagingSystem {
  private MessagingSystem() {}

  /**
   * The value of {@code messaging.system}. The conventions have none for databases and memory.
   *
   * @param broker the technology and its version, such as {@code SQLite 3.53.0}
   * @return such as {@code kafka} or {@code busline.sqlite}
   */
  public static String of(String broker) {
    String technology = broker.split("[ ,]", 2)[0].toLowerCase(Locale.ROOT);
    return switch (technology) {
      case "kafka", "rabbitmq", "nats" -> technology;
      default -> "busline." + technology;
    };
  }
}
