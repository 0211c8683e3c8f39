package io.busline.rabbitmq;

import io.busline.servers.Endpoint;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterInfo;

/**
 * Gives a test the one server of its release that all such tests use, as an {@link Endpoint} that
 * no test can break, and a shop on it of its own. Who asks for a {@link RabbitServer} gets one of
 * this JVM's own, and the shop is on that. The release is the first parameter of the test or of its
 * class, and else the current one.
 */
final class SharedServer implements ParameterResolver {

  private static final Namespace SPACE = Namespace.create(SharedServer.class);

  /**
   * For all classes that this JVM runs, one after another: a start takes longer than most tests.
   */
  private static final Map<Release, RabbitServer> OWN = new ConcurrentHashMap<>();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Endpoint.class || type == RabbitServer.class || type == Shop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Endpoint.class) {
      return shared(context);
    }
    return type == Shop.class ? shop(context) : own(context);
  }

  /** One of this JVM's own, to be broken and mended again. It ends with the JVM. */
  private static RabbitServer own(ExtensionContext context) {
    if (context.getStore(SPACE).get(Shop.class) != null) {
      throw new ParameterResolutionException("ask for the server before the shop that is on it");
    }
    context.getStore(SPACE).put(RabbitServer.class, true);
    return running(context);
  }

  private static RabbitServer running(ExtensionContext context) {
    return OWN.computeIfAbsent(release(context), RabbitServer::start);
  }

  private static Endpoint shared(ExtensionContext context) {
    return io.busline.servers.SharedServer.rabbit(release(context));
  }

  /** It is closed with the test. */
  private static Shop shop(ExtensionContext context) {
    boolean onOwn = context.getStore(SPACE).get(RabbitServer.class) != null;
    Endpoint server = onOwn ? running(context) : shared(context);
    return context
        .getStore(SPACE)
        .computeIfAbsent(Shop.class, type -> new Shop(server), Shop.class);
  }

  private static Release release(ExtensionContext context) {
    ParameterInfo parameters = ParameterInfo.get(context);
    if (parameters != null && parameters.getArguments().get(0) instanceof Release release) {
      return release;
    }
    return context.getParent().map(SharedServer::release).orElse(Release.CURRENT);
  }
}
