package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.EventBusException;
import io.busline.event.Event;
import io.busline.event.Ordering;
import io.busline.servers.Endpoint;
import io.busline.servers.JavaProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other versions of Kafka's client than ours, which frameworks bring; each in a JVM of its own. */
@ExtendWith(CurrentServer.class)
class DriverTest {

  /** The oldest that is supported, of the line of Spring Boot 4.0, and what 4.1 manages. */
  @ParameterizedTest
  @ValueSource(strings = {"4.1.0", "4.2.1"})
  void with_a_supported_one_events_fail_die_and_are_handled(
      String version, Endpoint server, Shop shop) {
    try (JavaProcess other = start(version, server, shop, "group")) {
      assertThat(other.line()).isEqualTo("driver " + version);
      assertThat(other.line()).isEqualTo("listed true letters 1 lag 0");
    }
  }

  /** What Spring Boot 3.5 manages, and what is missing in a class path that was put together. */
  @ParameterizedTest
  @ValueSource(strings = {"3.9.2", "none"})
  void an_older_one_is_refused_when_connecting_with_the_property_to_set(
      String version, Endpoint server, Shop shop) {
    try (JavaProcess other = start(version, server, shop, "group")) {
      assertThat(other.line()).isEqualTo("driver " + version);
      assertThat(other.line())
          .startsWith("refused: kafka: needs kafka-clients 4.1 or newer")
          .contains("has " + version)
          .contains("<kafka.version>");
    }
  }

  @Test
  void share_groups_are_refused_when_subscribing_with_the_property_to_set(
      Endpoint server, Shop shop) {
    try (JavaProcess other = start("4.1.0", server, shop, "queue")) {
      assertThat(other.line()).isEqualTo("driver 4.1.0");
      assertThat(other.line())
          .startsWith("refused: group")
          .contains("kafka-clients 4.2 or newer")
          .contains("has 4.1.0")
          .contains("<kafka.version>");
    }
  }

  /** A file that is not there is a class path without any. */
  private static JavaProcess start(String version, Endpoint server, Shop shop, String what) {
    Path drivers = Path.of(System.getProperty("basedir", "brokers/kafka"), "target", "drivers");
    return JavaProcess.startWith(
        drivers.resolve("kafka-clients-%s.jar".formatted(version.equals("none") ? "0" : version)),
        DriverTest.class,
        version,
        "kafka://" + server.address() + "?partitions=4",
        shop.name,
        what);
  }

  /** In the other JVM. */
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    out.println("driver " + args[0]);
    try (EventBus bus = EventBus.connect(args[1], args[2])) {
      out.println(args[3].equals("queue") ? work(bus) : use(bus, args[2]));
    } catch (EventBusException e) {
      out.println("refused: " + e.getMessage());
    } catch (LinkageError e) {
      out.println("not linked: " + e);
    }
  }

  private static String work(EventBus bus) {
    bus.subscription("queue")
        .on("order.created", byte[].class, event -> {})
        .ordering(Ordering.NONE)
        .option(ShareGroups.OPTION, "true")
        .subscribe();
    return "works";
  }

  /** A group, a pattern, a broadcast, a transaction, a dead letter, a listing. */
  private static String use(EventBus bus, String name) throws InterruptedException {
    CountDownLatch handled = new CountDownLatch(4);
    String type = name + ".order.created";
    String failing = name + ".order.failing";
    var subscription =
        bus.subscription(name + "a")
            .on(type, byte[].class, event -> handled.countDown())
            .on(
                failing,
                byte[].class,
                event -> {
                  throw new IllegalStateException("injected");
                })
            .retry(RetryPolicy.none())
            .subscribe();
    bus.subscription(name + "b")
        .onPattern(name + ".>", byte[].class, event -> handled.countDown())
        .subscribe();
    bus.broadcast().on(type, byte[].class, event -> handled.countDown()).subscribe();
    bus.subscription(name + "c")
        .onTransaction(
            type,
            byte[].class,
            (event, outputs) -> outputs.publish(Event.builder(name + ".bill.sent", new byte[1])))
        .subscribe();
    bus.publish(Event.builder(type, new byte[1]).subject("k"));
    bus.publish(Event.builder(failing, new byte[1]).subject("k"));
    if (!handled.await(60, TimeUnit.SECONDS)) {
      return "not handled";
    }
    DeadLetterQuery query = DeadLetterQuery.ofGroup(name + "a");
    int letters = 0;
    while (letters == 0) {
      letters = bus.deadLetters().list(query, 10).size();
    }
    long lag = -1;
    while (lag != 0) {
      lag = subscription.lag().orElse(-1);
    }
    boolean isListed = bus.groups().stream().anyMatch(group -> group.name().equals(name + "a"));
    return "listed %b letters %d lag %d".formatted(isListed, letters, lag);
  }
}
