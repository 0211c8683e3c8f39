package io.busline.rabbitmq;

import com.rabbitmq.client.Connection;
import io.busline.error.ConfigurationException;

/**
 * The release of RabbitMQ's client on the class path. A framework may bring another one than this
 * broker was built with, and some of those do not work without Netty, which is left out here.
 */
final class ClientLibrary {

  /** The release that this was built with. */
  static final String BUILT_WITH = "5.37.1";

  private ClientLibrary() {}

  /** What to do about a client that lacks something. */
  static ConfigurationException refusal(LinkageError cause) {
    return new ConfigurationException(
        "RabbitMQ's client amqp-client %s on the class path does not work here, because it lacks %s: use amqp-client %s, with Spring Boot by the property <rabbit-amqp-client.version>%s</rabbit-amqp-client.version>%s"
            .formatted(
                version(),
                String.valueOf(cause.getMessage()).replace('/', '.'),
                BUILT_WITH,
                BUILT_WITH,
                String.valueOf(cause.getMessage()).contains("netty")
                    ? ", or add io.netty:netty-handler"
                    : ""),
        cause);
  }

  /** An interface, so it is there whatever else is missing. */
  private static String version() {
    String version = Connection.class.getPackage().getImplementationVersion();
    return version == null ? "of an unknown release" : version;
  }
}
