package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import io.busline.EventBus;
import io.busline.Receipt;
import io.busline.error.BrokerException;
import io.busline.error.PublishUnknownException;
import io.busline.event.EventPattern;
import io.busline.servers.RabbitServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exchanges and queues are made, looked for, or taken as they are. */
@ExtendWith(SharedServer.class)
class TopologyTest {
  private RabbitServer server;
  private Shop shop;

  @BeforeEach
  void open(RabbitServer shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  @Test
  void a_group_has_one_queue_that_is_bound_straight_to_the_bus_unless_it_is_divided() {
    shop.subscribe("a", "order.created");
    shop.subscribe("b", "order.created", "partitions=2");

    assertThat(bindings("a")).containsExactly(shop.name);
    assertThat(bindings("b"))
        .containsExactlyInAnyOrder(
            shop.name,
            shop.name + ":" + shop.group("b"),
            shop.name + ":" + shop.group("b"),
            shop.name + ":" + shop.group("b") + ":rest");
  }

  /** The exchanges from which something is bound to what a group has. */
  private List<String> bindings(String group) {
    return server
        .control("list_bindings", "source_name", "destination_name")
        .lines()
        .map(line -> line.split("\t", -1))
        .filter(fields -> fields.length == 2 && !fields[0].isEmpty())
        .filter(fields -> fields[1].startsWith(shop.name + ":" + shop.group(group)))
        .map(fields -> fields[0])
        .toList();
  }

  @Test
  void a_group_has_quorum_queues_and_others_may_look_at_them() {
    shop.subscribe("a", "order.created", "partitions=2");

    assertThat(server.control("list_queues", "name", "type", "arguments").lines())
        .filteredOn(line -> line.startsWith(shop.name + ":" + shop.group("a") + ":"))
        .hasSize(3)
        .anyMatch(line -> line.contains(":members"))
        .filteredOn(line -> !line.contains(":members"))
        .allMatch(line -> line.contains("quorum") && line.contains("x-single-active-consumer"));
  }

  @Test
  void an_event_that_no_group_wants_is_kept_by_nobody_and_its_receipt_says_so() {
    EventBus bus = shop.bus();

    Receipt before = bus.publish(shop.event("order.created", "k", "1"));
    shop.subscribe("a", "order.created");
    Receipt after = bus.publish(shop.event("order.created", "k", "2"));

    assertThat(before.toString()).contains("nobody has subscribed");
    assertThat(after.toString()).doesNotContain("nobody");
    shop.awaitReceived("2");
    assertThat(shop.received).containsExactly("2");
  }

  @Test
  void nothing_is_made_where_it_is_only_to_be_looked_for() {
    assertThatThrownBy(() -> shop.bus("topology=verify"))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("looking for exchange " + shop.name)
        .hasMessageContaining("no exchange");

    shop.bus();
    assertThatThrownBy(() -> shop.subscribe("a", "order.created", "topology=verify"))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("looking for the stream " + shop.name + ":dead-letters");

    shop.subscribe("b", "order.created");
    assertThatThrownBy(() -> shop.subscribe("a", "order.created", "topology=verify"))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("looking for what group " + shop.group("a") + " reads from");

    shop.subscribe("a", "order.created");
    EventBus verified = shop.subscribe("a", "order.created", "topology=verify");
    verified.publish(shop.event("order.created", "k", "1"));
    shop.awaitReceived("1");
  }

  @Test
  void a_bus_that_makes_nothing_uses_what_is_there() {
    EventBus bus = shop.bus("topology=none");
    assertThatThrownBy(() -> bus.publish(shop.event("order.created", "k", "1")))
        .isInstanceOf(PublishUnknownException.class)
        .hasMessageContaining("no exchange");

    shop.subscribe("a", "order.created");
    shop.publishUntilStored(bus, "order.created", "2");

    shop.awaitReceived("2");
  }

  @Test
  void queues_with_other_settings_are_explained() {
    shop.subscribe("a", "order.created").close();

    assertThatThrownBy(() -> shop.subscribe("a", "order.created", "queue=classic"))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("x-queue-type")
        .hasMessageContaining("use those, such as queue=");
  }

  @Test
  void an_exchange_of_another_kind_is_explained() {
    shop.ask(channel -> channel.exchangeDeclare(shop.name, "fanout", true));

    assertThatThrownBy(() -> shop.bus())
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("making exchange " + shop.name)
        .hasMessageContaining("choose another exchange=");
  }

  @Test
  void classic_queues_work_and_the_doctor_warns_of_them() {
    EventBus bus = shop.subscribe("a", "order.created", "queue=classic", "partitions=2");

    bus.publish(shop.event("order.created", "k", "1"));

    shop.awaitReceived("1");
    assertThat(bus.diagnose()).anyMatch(finding -> finding.message().contains("classic queues"));
  }

  @Test
  void what_has_no_partition_that_a_group_knows_still_reaches_it() {
    EventBus few = shop.subscribe("a", "order.created", "partitions=1");
    EventBus many = shop.bus("partitions=64");

    for (int i = 0; i < 20; i++) {
      many.publish(shop.event("order.created", "key" + i, "e" + i));
    }

    shop.await("all arrive", () -> shop.received.size() == 20);
    few.close();
  }

  @Test
  void a_group_that_was_one_queue_can_be_divided_later() {
    EventBus before = shop.subscribe("a", "order.created");
    before.close();
    shop.bus().publish(shop.event("order.created", "k", "before"));

    EventBus bus = shop.subscribe("a", "order.created", "partitions=4");
    for (int i = 0; i < 40; i++) {
      bus.publish(shop.event("order.created", "key" + i, "e" + i));
    }

    shop.await("all arrive", () -> shop.received.size() >= 41);
    assertThat(shop.received).contains("before").doesNotHaveDuplicates();
    assertThat(bindings("a")).containsOnlyOnce(shop.name);
  }

  @Test
  void a_group_passes_over_types_it_does_not_read_any_more() {
    shop.subscribe("a", "order.created").close();
    EventBus bus = shop.subscribe("a", "order.paid");

    bus.publish(shop.event("order.created", "k", "1"));
    bus.publish(shop.event("order.paid", "k", "2"));

    shop.awaitReceived("2");
    assertThat(shop.received).containsExactly("2");
    bus.close();
    Layout layout = new Layout(shop.name, 1);
    for (String queue : layout.queues(shop.group("a"))) {
      long left = shop.ask(channel -> channel.messageCount(queue));
      assertThat(left).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "order.created, order.created",
    "order.*, order.*",
    "order.>, order.*.#",
    ">, *.#",
    "*.created, *.created"
  })
  void a_pattern_is_a_key_for_a_binding(String pattern, String key) {
    assertThat(Layout.bindingKey(new EventPattern(pattern))).isEqualTo(key);
  }

  @Test
  void a_binding_of_somebody_else_gets_the_events_too() {
    EventBus bus = shop.bus();
    Connection plain = shop.plain();
    String queue =
        use(
            plain,
            channel -> {
              String name = channel.queueDeclare().getQueue();
              channel.queueBind(name, shop.name, "#", Map.of());
              return name;
            });

    Receipt receipt = bus.publish(shop.event("order.created", "k", "1"));

    assertThat(receipt.toString()).doesNotContain("nobody");
    byte[] body = use(plain, channel -> channel.basicGet(queue, true).getBody());
    assertThat(body).asString().isEqualTo("1");
  }

  private static <T> T use(Connection connection, Shop.Use<T> use) {
    try (var channel = connection.createChannel()) {
      return use.on(channel);
    } catch (Exception e) {
      throw new AssertionError("asking with the plain client", e);
    }
  }
}
