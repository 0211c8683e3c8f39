package io.busline.kafka;

import io.busline.servers.Endpoint;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the one server of the current release that all such tests use, as an {@link
 * Endpoint} that no test can break or as a {@link KafkaServer} of this JVM's own; and a shop on the
 * latter.
 */
final class CurrentServer implements ParameterResolver {

  private static final Namespace SPACE = Namespace.create(CurrentServer.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Endpoint.class || type == KafkaServer.class || type == Shop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Endpoint.class) {
      return SharedServer.kafka(Release.CURRENT);
    }
    return type == Shop.class ? shop(context) : server(context);
  }

  /** One of this JVM's own, to be broken. It is closed with the last test. */
  private static KafkaServer server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .computeIfAbsent(
            KafkaServer.class,
            type -> KafkaServer.start(Release.CURRENT, KafkaServer.QUICK),
            KafkaServer.class);
  }

  /** It is closed with the test. */
  private static Shop shop(ExtensionContext context) {
    return context
        .getStore(SPACE)
        .computeIfAbsent(Shop.class, type -> new Shop(server(context)), Shop.class);
  }
}
