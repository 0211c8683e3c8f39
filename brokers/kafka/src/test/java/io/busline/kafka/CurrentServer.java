package io.busline.kafka;

import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the one server of the current release that all such tests use. */
final class CurrentServer implements ParameterResolver {

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
    return parameter.getParameter().getType() == KafkaServer.class;
  }

  /** It is closed with the last test. */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(CurrentServer.class))
        .computeIfAbsent(
            KafkaServer.class,
            type -> KafkaServer.start(Release.CURRENT, QUICK_GROUPS),
            KafkaServer.class);
  }
}
