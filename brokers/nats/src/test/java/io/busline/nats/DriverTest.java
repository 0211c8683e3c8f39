package io.busline.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.error.ConfigurationException;
import io.busline.servers.JavaProcess;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Client libraries other than the one that is built with. */
class DriverTest {

  /** Publishes an event over each scheme and reads it, and says how that went. */
  static final class Try {
    private Try() {}

    public static void main(String[] args) throws InterruptedException {
      PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
      for (String scheme : new String[] {"nats", "jetstream"}) {
        String type = "d" + UUID.randomUUID() + "." + scheme;
        CountDownLatch arrived = new CountDownLatch(1);
        try (EventBus bus = EventBus.connect(scheme + "://" + args[0], "shop")) {
          bus.subscription(type)
              .on(type, byte[].class, event -> arrived.countDown())
              .discardFailed()
              .subscribe();
          bus.publish(type, new byte[] {1});
          arrived.await();
          out.println(scheme + " " + bus.health().status());
        } catch (ConfigurationException e) {
          out.println(e.getMessage());
        }
      }
    }
  }

  private static JavaProcess with(String version) {
    Path drivers = Path.of(System.getProperty("basedir", "brokers/nats"), "target", "drivers");
    return JavaProcess.startWith(
        drivers.resolve("jnats-" + version + ".jar"),
        Try.class,
        SharedServer.nats(Release.CURRENT).address());
  }

  @Test
  void the_oldest_client_that_is_promised_works() {
    try (JavaProcess process = with("2.25.2")) {
      assertThat(process.line()).isEqualTo("nats UP");
      assertThat(process.line()).isEqualTo("jetstream UP");
    }
  }

  @Test
  void an_older_client_is_refused_with_the_property_to_set() {
    try (JavaProcess process = with("2.25.1")) {
      assertThat(process.line())
          .contains("is too old; at least 2.25.2 is needed")
          .contains("<jnats.version>2.25.2</jnats.version>");
    }
  }
}
