package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.Finding;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Await;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The permissions that the guide tells are enough for all that it says they are for. */
@MayWarn
class LeastPrivilegeTest {
  private final List<String> received = new CopyOnWriteArrayList<>();
  private NatsServer server;

  @BeforeEach
  void start() throws IOException {
    server = NatsServer.start(Release.CURRENT, guide());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** The configuration in the guide, as it stands there. */
  private static String guide() throws IOException {
    Path brokers = Path.of(System.getProperty("basedir", "brokers/nats"));
    String text = Files.readString(brokers.resolve("../../docs/guide/security.md"));
    int from = text.indexOf("authorization {");
    return text.substring(from, text.indexOf("```", from));
  }

  private EventBus connect(String user, String options) {
    return EventBus.connect(
        "jetstream://%s:change-me@%s?lease=1s&insecure=true%s"
            .formatted(user, server.address(), options),
        user);
  }

  private EventBus subscribe() {
    EventBus bus = connect("shipping", "");
    bus.subscription("shipping")
        .retry(RetryPolicy.none())
        .on("order.created", String.class, event -> handle(event.data()))
        .on("order.paid", String.class, event -> handle(event.data()))
        .subscribe();
    return bus;
  }

  private void handle(String data) {
    received.add(data);
    if (data.equals("bad") && !received.contains("good")) {
      throw new IllegalStateException("out of stock");
    }
  }

  private void assertNothingWasRefused() {
    assertThat(server.log()).doesNotContain("Violation");
  }

  private static void await(String what, BooleanSupplier condition) {
    Await.until(what, condition, () -> "nothing");
  }

  @SuppressWarnings("try") // One instance leaves while the others go on.
  @Test
  @Warns("is a dead letter (HANDLER_FAILED)")
  void services_and_an_operator_do_all_they_have_to() {
    try (EventBus shipping = subscribe();
        EventBus other = subscribe();
        EventBus checkout = connect("checkout", "&topology=none");
        EventBus operator = connect("operator", "&topology=none")) {
      checkout.publish("order.created", "bad");
      await(
          "a dead letter", () -> operator.deadLetters().list(DeadLetterQuery.all(), 9).size() == 1);
      shipping.publish("order.paid", "good");
      await("it arrives", () -> received.contains("good"));

      assertThat(operator.topics()).anyMatch(topic -> topic.name().equals("order"));
      await(
          "all is handled",
          () ->
              operator.groups().stream()
                  .anyMatch(g -> g.name().equals("shipping") && g.lag().orElse(-1) == 0));
      assertThat(
              operator
                  .deadLetters()
                  .redrive(DeadLetterQuery.all(), RedriveOptions.now())
                  .redriven())
          .isOne();
      await("it is handled", () -> received.stream().filter("bad"::equals).count() == 2);
      operator.deadLetters().discard(DeadLetterQuery.all());
      assertThat(operator.diagnose())
          .noneMatch(finding -> finding.severity() == Finding.Severity.FAILURE);
      other.close();
      shipping.publish("order.created", "last");
      await("it arrives", () -> received.contains("last"));
      for (EventBus bus : List.of(shipping, checkout, operator)) {
        assertThat(bus.health().status()).isEqualTo(Health.Status.UP);
      }
    }
    assertNothingWasRefused();
  }

  @Test
  void a_user_of_core_nats_needs_the_types_and_nothing_else() {
    String config =
        """
        authorization {
          users = [
            { user: checkout, password: change-me, permissions: {
              publish: { allow: ["order.*"] }, subscribe: { deny: [">"] } } }
            { user: shipping, password: change-me, permissions: {
              publish: { deny: [">"] }, subscribe: { allow: ["order.created"] } } }
          ]
        }
        """;
    try (NatsServer core = NatsServer.start(Release.CURRENT, config);
        EventBus shipping =
            EventBus.connect("nats://shipping:change-me@%s".formatted(core.address()), "shipping");
        EventBus checkout =
            EventBus.connect(
                "nats://checkout:change-me@%s".formatted(core.address()), "checkout")) {
      shipping
          .subscription("shipping")
          .on("order.created", String.class, event -> received.add(event.data()))
          .discardFailed()
          .subscribe();

      checkout.publish("order.created", "1");

      await("it arrives", () -> received.contains("1"));
      assertThat(core.log()).doesNotContain("Violation");
    }
  }
}
