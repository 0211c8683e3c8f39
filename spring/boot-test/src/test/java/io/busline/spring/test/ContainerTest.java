package io.busline.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import io.busline.spring.BuslineAutoConfiguration;
import io.busline.spring.BuslineConnectionDetails;
import io.busline.spring.Subscribe;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** As Boot does it, except that no container runs. */
class ContainerTest {

  @Configuration(proxyBeanMethods = false)
  static class Nats {
    @Bean
    @ServiceConnection("nats")
    GenericContainer<?> container() {
      return new StandingContainer("nats:2.15-alpine", 14222, Map.of());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Rabbit {
    @Bean
    @ServiceConnection("rabbitmq")
    GenericContainer<?> container() {
      return new StandingContainer(
          "rabbitmq:4.3",
          15672,
          Map.of(
              "RABBITMQ_DEFAULT_USER", "shop",
              "RABBITMQ_DEFAULT_PASS", "p@ss/1",
              "RABBITMQ_DEFAULT_VHOST", "orders"));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Kafka {
    @Bean
    @ServiceConnection("apache/kafka")
    GenericContainer<?> container() {
      return new StandingContainer("apache/kafka:4.1.0", 19092, Map.of());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Postgres {
    @Bean
    @ServiceConnection("postgres")
    GenericContainer<?> container() {
      return new StandingContainer(
          "postgres:18", 15432, Map.of("POSTGRES_USER", "shop", "POSTGRES_PASSWORD", "secret"));
    }
  }

  @Test
  void the_url_is_that_of_the_container_with_its_credentials() {
    becomes(Nats.class, "jetstream://127.0.0.1:14222");
    becomes(Rabbit.class, "amqp://shop:p%40ss%2F1@127.0.0.1:15672/orders?insecure=true");
    becomes(Kafka.class, "kafka://127.0.0.1:19092");
    becomes(Postgres.class, "postgres://shop:secret@127.0.0.1:15432/shop?insecure=true");
  }

  private static void becomes(Class<?> configuration, String url) {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class))
        .withUserConfiguration(configuration)
        .run(
            context ->
                assertThat(context.getBean(BuslineConnectionDetails.class).url()).isEqualTo(url));
  }

  @Configuration(proxyBeanMethods = false)
  static class RabbitClass {
    @Bean
    @ServiceConnection(type = BuslineConnectionDetails.class)
    RabbitMQContainer container() {
      return new RabbitMQContainer("rabbitmq:4.3");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class KafkaClass {
    @Bean
    @ServiceConnection(type = BuslineConnectionDetails.class)
    KafkaContainer container() {
      return new KafkaContainer("apache/kafka:4.1.0");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class PostgresClass {
    @Bean
    @ServiceConnection(type = BuslineConnectionDetails.class)
    PostgreSQLContainer container() {
      return new PostgreSQLContainer("postgres:18");
    }
  }

  /** Nothing asks such a container for a port, because that would start it. */
  @ParameterizedTest
  @ValueSource(classes = {RabbitClass.class, KafkaClass.class, PostgresClass.class})
  void a_container_is_known_by_its_class(Class<?> configuration) {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class))
        .withUserConfiguration(configuration)
        .run(
            context ->
                assertThat(context.getBeanNamesForType(BuslineConnectionDetails.class, true, false))
                    .hasSize(1));
  }

  @Configuration(proxyBeanMethods = false)
  static class Standing {
    @Bean
    @ServiceConnection("nats")
    GenericContainer<?> container(Environment environment) {
      int port = environment.getRequiredProperty("port", Integer.class);
      return new StandingContainer("nats:2.15-alpine", port, Map.of());
    }

    @Bean
    Shipping shipping() {
      return new Shipping();
    }
  }

  static final class Shipping {
    private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

    @Subscribe("order.created")
    void ship(String order) {
      orders.add(order);
    }
  }

  @Test
  void an_application_meets_the_server_of_its_container() throws Exception {
    String name = "shop" + System.nanoTime();
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                ServiceConnectionAutoConfiguration.class, BuslineAutoConfiguration.class))
        .withUserConfiguration(Standing.class)
        .withPropertyValues(
            "port=" + SharedServer.nats(Release.CURRENT).port(),
            "busline.url=jetstream://127.0.0.1:1",
            "spring.application.name=" + name)
        .run(
            context -> {
              context.getBean(EventBus.class).publish("order.created", name);

              BlockingQueue<String> orders = context.getBean(Shipping.class).orders;
              String order = orders.poll(60, TimeUnit.SECONDS);
              while (order != null && !order.equals(name)) {
                order = orders.poll(60, TimeUnit.SECONDS);
              }
              assertThat(order).isEqualTo(name);
            });
  }
}
