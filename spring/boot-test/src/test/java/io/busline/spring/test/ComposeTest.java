package io.busline.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.spring.BuslineConnectionDetails;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/** As Boot does it, except that it tells of services that Docker does not run. */
class ComposeTest {

  record Service(String picture, int port, Map<String, String> env) implements RunningService {
    @Override
    public String name() {
      return "server";
    }

    @Override
    public ImageReference image() {
      return ImageReference.of(picture);
    }

    @Override
    public String host() {
      return "127.0.0.1";
    }

    @Override
    public ConnectionPorts ports() {
      return new Ports(port);
    }

    @Override
    public Map<String, String> labels() {
      return Map.of();
    }
  }

  record Ports(int port) implements ConnectionPorts {
    @Override
    public int get(int containerPort) {
      return port;
    }

    @Override
    public List<Integer> getAll() {
      return List.of(port);
    }

    @Override
    public List<Integer> getAll(String protocol) {
      return List.of(port);
    }
  }

  @Test
  void the_url_is_that_of_the_service_with_its_credentials() throws Exception {
    assertThat(url("nats:2.15-alpine", Map.of())).isEqualTo("jetstream://127.0.0.1:32768");
    assertThat(url("rabbitmq:4-management", Map.of()))
        .isEqualTo("amqp://guest:guest@127.0.0.1:32768/%2F?insecure=true");
    assertThat(url("apache/kafka:4.1.0", Map.of())).isEqualTo("kafka://127.0.0.1:32768");
    assertThat(url("postgres:18", Map.of("POSTGRES_PASSWORD", "secret", "POSTGRES_DB", "orders")))
        .isEqualTo("postgres://postgres:secret@127.0.0.1:32768/orders?insecure=true");
  }

  private static String url(String image, Map<String, String> environment) throws Exception {
    Constructor<DockerComposeConnectionSource> constructor =
        DockerComposeConnectionSource.class.getDeclaredConstructor(
            RunningService.class, Environment.class);
    constructor.setAccessible(true);
    DockerComposeConnectionSource source =
        constructor.newInstance(new Service(image, 32768, environment), new StandardEnvironment());

    Map<Class<?>, ConnectionDetails> details =
        new ConnectionDetailsFactories(ComposeTest.class.getClassLoader())
            .getConnectionDetails(source, true);

    return ((BuslineConnectionDetails) details.get(BuslineConnectionDetails.class)).url();
  }
}
