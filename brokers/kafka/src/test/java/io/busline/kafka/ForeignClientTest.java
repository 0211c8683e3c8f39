package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.admin.DeadLetter;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.logs.Warns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs that know Kafka and nothing of Busline. */
@ExtendWith(CurrentServer.class)
class ForeignClientTest {
  record Order(String number, int items) {}

  private Shop shop;
  private final List<Event<Order>> orders = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
  }

  private EventBus subscribe(EventDefinition<Order> type) {
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "billing").on(type, orders::add).subscribe();
    return bus;
  }

  private EventBus subscribe() {
    return subscribe(EventDefinition.of(shop.type("order.created"), Order.class));
  }

  private ProducerRecord<byte[], byte[]> record(
      String key, String value, Map<String, String> headers) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            shop.type("order"), bytes(key), value == null ? null : value.getBytes(UTF_8));
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    return record;
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  private Map<String, String> envelope(String id) {
    return Map.of(
        "ce_specversion", "1.0",
        "ce_id", id,
        "ce_source", "/legacy",
        "ce_type", shop.type("order.created"),
        "content-type", "application/json");
  }

  @Test
  void bare_json_reaches_a_handler_of_a_type_that_is_called_as_its_topic() {
    String topic = shop.type("order");
    subscribe(EventDefinition.of(topic, Order.class).inTopic(topic));

    shop.write(record("k", "{\"number\":\"o-1\",\"items\":2}", Map.of()));
    shop.write(record("k", "{\"number\":\"o-2\",\"items\":3}", Map.of()));

    shop.await("both arrive", () -> orders.size() == 2);
    assertThat(orders)
        .extracting(Event::data)
        .containsExactly(new Order("o-1", 2), new Order("o-2", 3));
    assertThat(orders).extracting(Event::id).doesNotHaveDuplicates();
    assertThat(orders).allMatch(event -> event.key().equals(Optional.of("k")));
  }

  @Test
  void an_event_is_plain_json_with_headers_of_cloudevents_under_its_key() {
    EventBus bus = shop.bus();

    bus.publish(
        Event.builder(shop.type("order.created"), new Order("o-1", 2))
            .id("1")
            .subject("k 1")
            .extension("who", "é x"));

    ConsumerRecord<byte[], byte[]> record = shop.read(shop.type("order")).get(0);
    assertThat(new String(record.value(), UTF_8)).isEqualTo("{\"number\":\"o-1\",\"items\":2}");
    assertThat(new String(record.key(), UTF_8)).isEqualTo("k 1");
    assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(record, "ce_id")).isEqualTo("1");
    assertThat(header(record, "ce_type")).isEqualTo(shop.type("order.created"));
    assertThat(header(record, "ce_source")).isEqualTo(shop.name);
    assertThat(header(record, "ce_subject")).isEqualTo("k 1");
    assertThat(header(record, "ce_who")).isEqualTo("é x");
    assertThat(header(record, "content-type")).isEqualTo("application/json");
    assertThat(record.headers().lastHeader("ce_datacontenttype")).isNull();
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "none" : new String(header.value(), UTF_8);
  }

  @Test
  void a_key_has_the_partition_that_every_other_client_gives_it() {
    EventBus bus = shop.bus();
    bus.publish(Event.builder(shop.type("order.created"), new byte[0]).subject("k"));
    shop.write(record("k", "{}", Map.of()));

    assertThat(shop.read(shop.type("order")))
        .extracting(ConsumerRecord::partition)
        .hasSize(2)
        .containsOnly(shop.read(shop.type("order")).get(0).partition());
  }

  @Test
  void a_whole_event_in_json_is_understood() {
    subscribe();

    shop.write(
        record(
            null,
            "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/legacy\",\"type\":\"%s\",\"data\":{\"number\":\"o-7\",\"items\":1}}"
                .formatted(shop.type("order.created")),
            Map.of("content-type", "application/cloudevents+json; charset=UTF-8")));

    shop.await("it arrives", () -> orders.size() == 1);
    assertThat(orders.get(0).id()).isEqualTo("7");
    assertThat(orders.get(0).data()).isEqualTo(new Order("o-7", 1));
  }

  @Test
  @Warns({
    "record is a tombstone",
    "message has some attributes of an event but no specversion",
    "event as JSON is not JSON (line 1, column 1)",
    "data for io.busline.kafka.ForeignClientTest$Order is not JSON"
  })
  void a_tombstone_and_garbage_become_dead_letters_and_the_partition_goes_on() {
    EventBus bus = subscribe();

    shop.write(
        record("k", null, Map.of()),
        record("k", "{}", Map.of("ce_id", "only this")),
        record("k", "\u0000\u0001", Map.of("content-type", "application/cloudevents+json")),
        record("k", "no json", envelope("2")),
        record("k", "{\"number\":\"o-3\",\"items\":1}", envelope("3")));

    shop.await("the last one arrives", () -> !orders.isEmpty());
    assertThat(orders).extracting(Event::id).containsExactly("3");
    assertThat(shop.letters(bus, "billing", 4))
        .extracting(DeadLetter::reason)
        .containsOnly(DeadLetter.Reason.UNDECODABLE);
    assertThat(shop.letters(bus, "billing", 4).get(0).cause()).contains("tombstone");
  }

  @Test
  void of_a_transaction_that_was_aborted_nothing_is_seen_and_none_leaves_a_lag() {
    EventBus bus = shop.bus();
    Subscription subscription =
        bus.subscription(shop.name + "billing")
            .on(shop.type("order.created"), Order.class, orders::add)
            .subscribe();

    shop.writeInTransaction(false, record("k", "{\"number\":\"o-1\",\"items\":1}", envelope("1")));
    shop.writeInTransaction(true, record("k", "{\"number\":\"o-2\",\"items\":1}", envelope("2")));

    shop.await("what was committed arrives", () -> orders.size() == 1);
    assertThat(orders.get(0).id()).isEqualTo("2");
    shop.await("nothing is left", () -> subscription.lag().orElse(-1) == 0);
  }

  @Test
  void an_event_may_have_no_value_and_then_has_no_data() {
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "raw")
        .on(shop.type("order.created"), byte[].class, event -> shop.received.add(event.id()))
        .subscribe();

    shop.write(record("k", null, envelope("empty")));

    shop.awaitReceived("empty");
  }

  @Test
  @Warns(value = "is a dead letter (UNDECODABLE)", times = 2)
  void a_stray_record_among_the_dead_letters_does_not_hide_them() {
    EventBus bus = subscribe();
    shop.write(record("k", "no json", envelope("1")));
    shop.letters(bus, "billing", 1);

    shop.write(
        new ProducerRecord<>(Topics.DEAD_LETTERS, bytes("stray"), bytes("garbage")),
        new ProducerRecord<>(Topics.DEAD_LETTERS, bytes(shop.name), null));
    shop.write(record("k", "no json either", envelope("2")));

    assertThat(shop.letters(bus, "billing", 2)).hasSize(2);
  }

  @Test
  @Warns(value = "is a dead letter (UNDECODABLE)", times = 3)
  void hostile_headers_do_no_harm() {
    subscribe();

    shop.write(
        record("k", "{}", Map.of("ce_specversion", "9.9", "ce_id", "1")),
        record("k", "{}", Map.of("ce_type", "$JS.>", "ce_Upper_Case", "1", "ce_", "x")),
        record(
            "\u0000", "{}", Map.of("ce_" + "x".repeat(5_000), "1", "__TypeId__", "java.io.File")),
        record("k", "{\"number\":\"o-3\",\"items\":1}", envelope("3")));

    shop.await("the last one arrives", () -> !orders.isEmpty());
    assertThat(orders).extracting(Event::id).containsExactly("3");
  }
}
