package io.busline.kafka;

import io.busline.servers.Endpoint;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the one server of the current release that all such tests use, as an {@link
 * Endpoint} that no test can break, and a shop on it of its own.
 */
final class CurrentServer implements ParameterResolver {

  private static final Namespace SPACE = Namespace.create(CurrentServer.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Endpoint.class || type == Shop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Shop.class ? shop(context) : server();
  }

  private static Endpoint server() {
    return SharedServer.kafka(Release.CURRENT);
  }

  /** It is closed with the test. */
  private static Shop shop(ExtensionContext context) {
    return context
        .getStore(SPACE)
        .computeIfAbsent(Shop.class, type -> new Shop(server()), Shop.class);
  }
}
