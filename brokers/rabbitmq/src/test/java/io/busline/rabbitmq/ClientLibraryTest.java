package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import io.busline.EventBus;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Await;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** Clients of RabbitMQ that frameworks bring: each works, or is refused with what to do. */
@ExtendWith(SharedServer.class)
@MayWarn
class ClientLibraryTest {

  /** Spring Boot 3.5's. */
  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 1 attempts")
  void the_oldest_client_that_is_supported_does_all_that_a_bus_does(Shop shop) throws Exception {
    assertThat(probe("5.25.0", shop.url("retain=1h&exchange=" + shop.name))).isEmpty();
  }

  /** Spring Boot 4.0's and 4.1's. */
  @ParameterizedTest
  @ValueSource(strings = {"5.27.1", "5.30.0"})
  void a_client_that_needs_netty_is_refused_with_the_property_to_set(String version)
      throws Exception {
    assertThat(probe(version, "amqp://guest:guest@127.0.0.1:1"))
        .startsWith("ConfigurationException")
        .contains("amqp-client " + version)
        .contains("io.netty")
        .contains(
            "<rabbit-amqp-client.version>%s</rabbit-amqp-client.version>"
                .formatted(ClientLibrary.BUILT_WITH));
  }

  @Test
  void the_client_that_is_named_is_the_one_that_this_was_built_with() {
    assertThat(Connection.class.getPackage().getImplementationVersion())
        .isEqualTo(ClientLibrary.BUILT_WITH);
  }

  /** Runs everything anew, but with a client of that version. */
  private static String probe(String version, String url) throws Exception {
    List<URL> path = new ArrayList<>();
    path.add(Path.of("target", "clients", "amqp-client-%s.jar".formatted(version)).toUri().toURL());
    for (Class<?> type :
        List.of(
            EventBus.class,
            RabbitBroker.class,
            ClientProbe.class,
            Await.class,
            Logger.class,
            Nullable.class)) {
      path.add(root(type));
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      @SuppressWarnings("unchecked")
      UnaryOperator<String> probe =
          (UnaryOperator<String>)
              loader.loadClass(ClientProbe.class.getName()).getConstructor().newInstance();
      return probe.apply(url);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The folder or the archive from which a class was loaded. */
  private static URL root(Class<?> type) throws IOException {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    String found = String.valueOf(type.getResource(file));
    String root = found.substring(0, found.length() - file.length());
    return root.startsWith("jar:")
        ? URI.create(root.substring("jar:".length(), root.length() - "!".length())).toURL()
        : URI.create(root + "/").toURL();
  }
}
