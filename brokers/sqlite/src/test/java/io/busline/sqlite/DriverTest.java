package io.busline.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.ConfigurationException;
import io.busline.servers.JavaProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers other than the one that is built with, as frameworks bring them. */
class DriverTest {

  @TempDir private Path folder;

  /** Publishes an event and reads it, and says how that went. */
  static final class Try {
    private Try() {}

    public static void main(String[] args) {
      PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
      try (Bus bus = new Bus(Path.of(args[0]));
          Consumer consumer = bus.group("g", "order.created")) {
        out.println(bus.publish("order.created", "1", null).await());
        out.println(consumer.await(1).ids());
        consumer.ack();
      } catch (ConfigurationException e) {
        out.println(e.getMessage());
      }
    }
  }

  private JavaProcess with(String version) {
    Path drivers = Path.of(System.getProperty("basedir", "brokers/sqlite"), "target", "drivers");
    return JavaProcess.startWith(
        drivers.resolve("sqlite-jdbc-" + version + ".jar"),
        Try.class,
        folder.resolve("bus.db").toString());
  }

  @Test
  void the_oldest_driver_that_is_promised_works() {
    try (JavaProcess process = with("3.51.3.0")) {
      assertThat(process.line()).isEqualTo("stored");
      assertThat(process.line()).isEqualTo("[1]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.49.1.0", "3.50.3.0"})
  void an_older_driver_is_refused_with_the_property_to_set(String version) {
    try (JavaProcess process = with(version)) {
      assertThat(process.line())
          .contains("at least 3.51.3 is needed")
          .contains("<sqlite-jdbc.version>3.51.3.0</sqlite-jdbc.version>");
    }
  }
}
