package io.busline.kafka;

import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the one server of the current release that all such tests use, and a shop on it of
 * its own.
 */
final class CurrentServer implements ParameterResolver {

  private static final Namespace SPACE = Namespace.create(CurrentServer.class);

  /** Groups settle in tenths of a second. */
  static final Map<String, String> QUICK_GROUPS =
      Map.of(
          "group.consumer.min.heartbeat.interval.ms", "50",
          "group.consumer.heartbeat.interval.ms", "50",
          "group.consumer.min.session.timeout.ms", "5000",
          "group.consumer.session.timeout.ms", "6000",
          "transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KafkaServer.class || type == Shop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Shop.class ? shop(context) : server(context);
  }

  /** It is closed with the last test. */
  private static KafkaServer server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .computeIfAbsent(
            KafkaServer.class,
            type -> KafkaServer.start(Release.CURRENT, QUICK_GROUPS),
            KafkaServer.class);
  }

  /** It is closed with the test. */
  private static Shop shop(ExtensionContext context) {
    return context
        .getStore(SPACE)
        .computeIfAbsent(Shop.class, type -> new Shop(server(context)), Shop.class);
  }
}
