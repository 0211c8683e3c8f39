package io.busline.spring.connection;

import io.busline.spring.BuslineConnectionDetails;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.util.ClassUtils;
import org.testcontainers.containers.Container;

/**
 * Makes connection details of a container of Testcontainers, by its class, the name of its image or
 * that of the connection. The image of a container that is a bean is not known.
 */
abstract class BusContainer
    extends ContainerConnectionDetailsFactory<Container<?>, BuslineConnectionDetails> {
  /** What the base class, of which it is a field without {@code @Nullable}, takes for any name. */
  private static final @Nullable String EVERY_NAME = null;

  private final Server server;

  BusContainer(Server server) {
    super(server.images(), server.provider());
    this.server = server;
  }

  @Override
  protected boolean sourceAccepts(
      ContainerConnectionSource<Container<?>> source, Class<?> container, Class<?> details) {
    return super.sourceAccepts(source, container, details)
        || server.containers().stream()
            .filter(name -> ClassUtils.isPresent(name, getClass().getClassLoader()))
            .map(name -> ClassUtils.resolveClassName(name, getClass().getClassLoader()))
            .anyMatch(type -> source.accepts(EVERY_NAME, type, details));
  }

  @Override
  protected BuslineConnectionDetails getContainerConnectionDetails(
      ContainerConnectionSource<Container<?>> source) {
    return new Details(source, server);
  }

  private static final class Details extends ContainerConnectionDetails<Container<?>>
      implements BuslineConnectionDetails {
    private final Server server;

    Details(ContainerConnectionSource<Container<?>> source, Server server) {
      super(source);
      this.server = server;
    }

    @Override
    public String url() {
      Container<?> container = getContainer();
      String address = container.getHost() + ":" + container.getMappedPort(server.port());
      return server.url(address, Map.copyOf(container.getEnvMap()));
    }
  }

  /** NATS with JetStream. */
  static final class Nats extends BusContainer {
    /** Called by Boot. */
    Nats() {
      super(Server.NATS);
    }
  }

  /** RabbitMQ. */
  static final class RabbitMq extends BusContainer {
    /** Called by Boot. */
    RabbitMq() {
      super(Server.RABBITMQ);
    }
  }

  /** Kafka. */
  static final class Kafka extends BusContainer {
    /** Called by Boot. */
    Kafka() {
      super(Server.KAFKA);
    }
  }

  /** PostgreSQL. */
  static final class Postgres extends BusContainer {
    /** Called by Boot. */
    Postgres() {
      super(Server.POSTGRES);
    }
  }
}
