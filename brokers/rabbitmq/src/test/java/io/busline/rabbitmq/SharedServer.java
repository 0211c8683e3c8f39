package io.busline.rabbitmq;

import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterInfo;

/**
 * Gives a test the one server of its release that all such tests use, and a shop on it of its own.
 * The release is the first parameter of the test or of its class, and else the current one.
 */
final class SharedServer implements ParameterResolver {

  private static final Namespace SPACE = Namespace.create(SharedServer.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == RabbitServer.class || type == Shop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Shop.class ? shop(context) : server(context);
  }

  /** It is closed with the last test: starting one takes longer than a test. */
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
