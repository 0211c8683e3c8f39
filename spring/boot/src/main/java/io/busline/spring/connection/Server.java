package io.busline.spring.connection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kind of server that runs in a container, and the URL of a bus on it. */
enum Server {
  NATS("io.busline.nats.NatsBrokerProvider", 4222, List.of("nats"), List.of()) {
    @Override
    String url(String address, Map<String, String> environment) {
      return "jetstream://" + address;
    }
  },

  RABBITMQ(
      "io.busline.rabbitmq.RabbitBrokerProvider",
      5672,
      List.of("rabbitmq"),
      List.of(
          "org.testcontainers.rabbitmq.RabbitMQContainer",
          "org.testcontainers.containers.RabbitMQContainer")) {
    @Override
    String url(String address, Map<String, String> environment) {
      String user = environment.getOrDefault("RABBITMQ_DEFAULT_USER", "guest");
      String password = environment.getOrDefault("RABBITMQ_DEFAULT_PASS", "guest");
      String host = environment.getOrDefault("RABBITMQ_DEFAULT_VHOST", "/");
      return "amqp://%s@%s/%s?insecure=true"
          .formatted(credentials(user, password), address, encoded(host));
    }
  },

  KAFKA(
      "io.busline.kafka.KafkaBrokerProvider",
      9092,
      List.of("apache/kafka", "apache/kafka-native", "confluentinc/cp-kafka"),
      List.of(
          "org.testcontainers.kafka.KafkaContainer",
          "org.testcontainers.kafka.ConfluentKafkaContainer")) {
    @Override
    String url(String address, Map<String, String> environment) {
      return "kafka://" + address;
    }
  },

  POSTGRES(
      "io.busline.postgres.PostgresBrokerProvider",
      5432,
      List.of("postgres"),
      List.of(
          "org.testcontainers.postgresql.PostgreSQLContainer",
          "org.testcontainers.containers.PostgreSQLContainer")) {
    @Override
    String url(String address, Map<String, String> environment) {
      String user = environment.getOrDefault("POSTGRES_USER", "postgres");
      String password = environment.get("POSTGRES_PASSWORD");
      String database = environment.getOrDefault("POSTGRES_DB", user);
      return "postgres://%s@%s/%s%s"
          .formatted(
              credentials(user, password),
              address,
              encoded(database),
              password == null ? "" : "?insecure=true");
    }
  };

  private final String provider;
  private final int port;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> images;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> containers;

  Server(String provider, int port, List<String> images, List<String> containers) {
    this.provider = provider;
    this.port = port;
    this.images = images;
    this.containers = containers;
  }

  /** The class without which no bus can be on it: a database is then only a database. */
  String provider() {
    return provider;
  }

  /** Its port in the container. */
  int port() {
    return port;
  }

  /** The names of the images, without registry and tag. */
  List<String> images() {
    return images;
  }

  /** The classes of Testcontainers for it, as none need be there. */
  List<String> containers() {
    return containers;
  }

  /**
   * The URL of a bus. A password of a container is no secret, so it may go to another machine.
   *
   * @param address host and port
   * @param environment the variables of the container
   */
  abstract String url(String address, Map<String, String> environment);

  private static String credentials(String user, @Nullable String password) {
    return password == null ? encoded(user) : encoded(user) + ":" + encoded(password);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
