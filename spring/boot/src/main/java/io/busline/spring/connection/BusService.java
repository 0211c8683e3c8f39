package io.busline.spring.connection;

import io.busline.spring.BuslineConnectionDetails;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/** Makes connection details of a running service of Docker Compose, by the name of its image. */
abstract class BusService extends DockerComposeConnectionDetailsFactory<BuslineConnectionDetails> {
  private final Server server;

  BusService(Server server) {
    super(server.images().toArray(String[]::new), server.provider());
    this.server = server;
  }

  @Override
  protected BuslineConnectionDetails getDockerComposeConnectionDetails(
      DockerComposeConnectionSource source) {
    return new Details(source.getRunningService(), server);
  }

  private static final class Details extends DockerComposeConnectionDetails
      implements BuslineConnectionDetails {
    private final String url;

    Details(RunningService service, Server server) {
      super(service);
      String address = service.host() + ":" + service.ports().get(server.port());
      this.url = server.url(address, service.env());
    }

    @Override
    public String url() {
      return url;
    }
  }

  /** NATS with JetStream. */
  static final class Nats extends BusService {
    /** Called by Boot. */
    Nats() {
      super(Server.NATS);
    }
  }

  /** RabbitMQ. */
  static final class RabbitMq extends BusService {
    /** Called by Boot. */
    RabbitMq() {
      super(Server.RABBITMQ);
    }
  }

  /** Kafka. */
  static final class Kafka extends BusService {
    /** Called by Boot. */
    Kafka() {
      super(Server.KAFKA);
    }
  }

  /** PostgreSQL. */
  static final class Postgres extends BusService {
    /** Called by Boot. */
    Postgres() {
      super(Server.POSTGRES);
    }
  }
}
