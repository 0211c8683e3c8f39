package io.busline.rabbitmq;

import io.busline.servers.Endpoint;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterInfo;

/**
 * Gives a test the one server of its release that all such tests use, as an {@link Endpoint} that
 * no test can break or as a {@link RabbitServer} of this JVM's own; and a shop on the latter. The
 * release is the first parameter of the test or of its class, and else the current one.
 */
final class SharedServer implements ParameterResolver {

  private static final Namespace SPACE = Namespace.create(SharedServer.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Endpoint.class || type == RabbitServer.class || type == Shop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Endpoint.class) {
      return io.busline.servers.SharedServer.rabbit(release(context));
    }
    return type == Shop.class ? shop(context) : server(context);
  }

  /** One of this JVM's own, to be broken. It is closed with the last test: a start takes longer. */
  private static RabbitServer server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .computeIfAbsent(
            release(context), release -> RabbitServer.start(release), RabbitServer.class);
  }

  /** It is closed with the test. */
  private static Shop shop(ExtensionContext context) {
    return context
        .getStore(SPACE)
        .computeIfAbsent(Shop.class, type -> new Shop(server(context)), Shop.class);
  }

  private static Release release(ExtensionContext context) {
    ParameterInfo parameters = ParameterInfo.get(context);
    if (parameters != null && parameters.getArguments().get(0) instanceof Release release) {
      return release;
    }
    return context.getParent().map(SharedServer::release).orElse(Release.CURRENT);
  }
}
