package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.servers.Endpoint;
import io.busline.servers.Kcat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client that people have at hand, over the library that Go, Python and .NET use. */
@ExtendWith(CurrentServer.class)
class KcatTest {
  record Order(String number, int items) {}

  private Endpoint server;
  private Shop shop;
  private final List<Event<Order>> orders = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void require() {
    assumeTrue(Kcat.isHere(), "kcat is not here. Install it, or on Debian run dev/brokers install");
  }

  @BeforeEach
  void open(Endpoint shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  @Test
  void it_reads_plain_json_under_its_key_and_attributes_as_headers() {
    String type = shop.type("order.created");
    shop.bus()
        .publish(Event.builder(type, new Order("o-ü", 2)).id("1").source("/here").subject("k 1"));

    String record =
        Kcat.run(
            "",
            "-C",
            "-q",
            "-e",
            "-b",
            server.address(),
            "-t",
            shop.type("order"),
            "-o",
            "beginning",
            "-f",
            "%k|%s|%h\n");

    assertThat(record)
        .startsWith("k 1|{\"number\":\"o-ü\",\"items\":2}|")
        .contains("ce_specversion=1.0", "ce_id=1", "ce_source=/here", "ce_subject=k 1")
        .contains("ce_type=" + type, "content-type=application/json");
  }

  @Test
  void what_it_writes_reaches_a_typed_handler_with_an_envelope_and_without() {
    String topic = shop.type("order");
    shop.bus()
        .subscription(shop.name + "billing")
        .on(EventDefinition.of(shop.type("order.created"), Order.class), orders::add)
        .on(EventDefinition.of(topic, Order.class).inTopic(topic), orders::add)
        .subscribe();

    write(
        "k:{\"number\":\"o-1\",\"items\":1}",
        "-H",
        "ce_specversion=1.0",
        "-H",
        "ce_id=1",
        "-H",
        "ce_source=/legacy",
        "-H",
        "ce_type=" + shop.type("order.created"),
        "-H",
        "content-type=application/json");
    write("k:{\"number\":\"o-ü\",\"items\":2}", "-z", "gzip");

    shop.await("both arrive", () -> orders.size() == 2);
    assertThat(orders)
        .extracting(Event::data)
        .containsExactly(new Order("o-1", 1), new Order("o-ü", 2));
    assertThat(orders).extracting(Event::type).containsExactly(shop.type("order.created"), topic);
    assertThat(orders).allMatch(event -> event.key().equals(Optional.of("k")));
  }

  private void write(String line, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("-P", "-b", server.address(), "-t", shop.type("order"), "-K", ":"));
    arguments.addAll(List.of(more));
    Kcat.run(line + "\n", arguments.toArray(String[]::new));
  }
}
