package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.testkit.Recorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that know RabbitMQ and nothing of Busline. */
@ExtendWith(SharedServer.class)
class ForeignClientTest {
  record Order(String number, int items) {}

  private static final String JSON = "{\"number\":\"o-1\",\"items\":2}";

  private Shop shop;
  private Channel foreign;

  @BeforeEach
  void connect(Shop ours) throws IOException {
    shop = ours;
    foreign = shop.plain().createChannel();
  }

  private Recorder<Order> subscribe(EventBus bus) {
    Recorder<Order> orders = new Recorder<>();
    bus.subscription(shop.group("a")).on("order.created", Order.class, orders).subscribe();
    return orders;
  }

  private void publish(String key, BasicProperties properties, String body) throws IOException {
    foreign.basicPublish(shop.name, key, properties, body.getBytes(StandardCharsets.UTF_8));
  }

  private static BasicProperties headers(Map<String, Object> headers) {
    return new BasicProperties.Builder().headers(headers).build();
  }

  @Test
  void bare_json_reaches_a_typed_handler() throws IOException {
    Recorder<Order> orders = subscribe(shop.bus());

    publish("order.created", new BasicProperties(), JSON);
    publish("order.created", new BasicProperties.Builder().messageId("m-1").build(), JSON);

    List<Event<Order>> events = orders.awaitCount(2);
    assertThat(events).extracting(Event::type).containsOnly("order.created");
    assertThat(events).extracting(Event::data).containsOnly(new Order("o-1", 2));
    assertThat(events).extracting(Event::id).contains("m-1").doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-", "cloudEvents_", "cloudEvents:"})
  void an_event_with_any_prefix_is_understood(String prefix) throws IOException {
    Recorder<Order> orders = subscribe(shop.bus());
    Map<String, Object> headers = new HashMap<>();
    headers.put(prefix + "specversion", "1.0");
    headers.put(prefix + "id", "e-1");
    headers.put(prefix + "source", "/php");
    headers.put(prefix + "type", "order.created");
    headers.put(prefix + "time", Date.from(Instant.EPOCH));
    headers.put(prefix + "count", 7);

    publish(
        "order.created",
        new BasicProperties.Builder().headers(headers).contentType("application/json").build(),
        JSON);

    Event<Order> event = orders.awaitCount(1).get(0);
    assertThat(event.id()).isEqualTo("e-1");
    assertThat(event.time().orElseThrow()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(event.extensions()).containsEntry("count", "7");
    assertThat(event.data()).isEqualTo(new Order("o-1", 2));
  }

  @Test
  void a_whole_event_in_json_is_understood() throws IOException {
    Recorder<Order> orders = subscribe(shop.bus());

    publish(
        "order.created",
        new BasicProperties.Builder().contentType("application/cloudevents+json").build(),
        """
        {"specversion":"1.0","id":"e-1","source":"/go","type":"order.created","data":%s}
        """
            .formatted(JSON));

    Event<Order> event = orders.awaitCount(1).get(0);
    assertThat(event.source()).isEqualTo("/go");
    assertThat(event.data()).isEqualTo(new Order("o-1", 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-", "cloudEvents_"})
  void an_event_is_plain_json_with_headers_of_cloudevents(String prefix) throws IOException {
    String option = prefix.equals("ce-") ? "prefix=ce" : "prefix=cloudEvents";
    EventBus bus = shop.bus(option);
    String queue = foreign.queueDeclare().getQueue();
    foreign.queueBind(queue, shop.name, "order.#");

    bus.publish(
        Event.builder("order.created", new Order("o-1", 2))
            .id("1")
            .subject("k")
            .extension("who", "é x"));

    GetResponse message = foreign.basicGet(queue, true);
    BasicProperties properties = message.getProps();
    Map<String, String> headers = new HashMap<>();
    properties.getHeaders().forEach((name, value) -> headers.put(name, value.toString()));
    assertThat(new String(message.getBody(), StandardCharsets.UTF_8)).isEqualTo(JSON);
    assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("order.created");
    assertThat(properties.getContentType()).isEqualTo("application/json");
    assertThat(properties.getMessageId()).isEqualTo("1");
    assertThat(properties.getDeliveryMode()).isEqualTo(2);
    assertThat(properties.getAppId()).isEqualTo("busline");
    assertThat(headers)
        .containsEntry(prefix + "specversion", "1.0")
        .containsEntry(prefix + "id", "1")
        .containsEntry(prefix + "type", "order.created")
        .containsEntry(prefix + "source", shop.name)
        .containsEntry(prefix + "who", "é x")
        .doesNotContainKey(prefix + "datacontenttype");
  }

  @Test
  void headers_of_the_broker_are_neither_believed_nor_passed_on() throws IOException {
    String elsewhere = foreign.queueDeclare().getQueue();
    Recorder<Order> orders = subscribe(shop.bus());
    Map<String, Object> headers = new HashMap<>();
    headers.put("x-death", List.of(Map.of("count", 99L)));
    headers.put("x-delivery-count", 99);
    headers.put("x-match", "any");
    headers.put("__TypeId__", "java.lang.Runtime");
    headers.put("busline-partition", "../9");

    publish("order.created", headers(headers), JSON);

    Event<Order> event = orders.awaitCount(1).get(0);
    assertThat(event.extensions()).isEmpty();
    assertThat(event.data()).isEqualTo(new Order("o-1", 2));
    assertThat(foreign.basicGet(elsewhere, true)).isNull();
  }

  @Test
  void an_extension_named_like_a_header_that_routes_does_not_route() throws IOException {
    String elsewhere = foreign.queueDeclare().getQueue();
    EventBus bus = shop.bus();
    Recorder<Order> orders = subscribe(bus);

    bus.publish(
        Event.builder("order.created", new Order("o-1", 2))
            .extension("cc", elsewhere)
            .extension("bcc", elsewhere));

    assertThat(orders.awaitCount(1).get(0).extensions()).containsEntry("cc", elsewhere);
    assertThat(foreign.basicGet(elsewhere, true)).isNull();
  }

  @Test
  @Warns(value = "is a dead letter (UNDECODABLE)", times = 3)
  void what_cannot_be_an_event_becomes_a_dead_letter_and_the_next_one_is_handled()
      throws IOException {
    EventBus bus = shop.bus();
    Recorder<Order> orders = subscribe(bus);

    publish("order.created", headers(Map.of("ce-id", "without the others")), JSON);
    publish("order.created", headers(Map.of("ce-id", List.of(1))), JSON);
    publish("order.created", new BasicProperties(), "no JSON");
    publish("order.created", new BasicProperties(), JSON);

    assertThat(orders.awaitCount(1).get(0).data()).isEqualTo(new Order("o-1", 2));
    DeadLetterQuery query = DeadLetterQuery.ofGroup(shop.group("a"));
    shop.await("three letters", () -> bus.deadLetters().list(query, 10).size() == 3);
    assertThat(bus.deadLetters().list(query, 10))
        .extracting(DeadLetter::reason)
        .containsOnly(Reason.UNDECODABLE);
  }

  @Test
  @Warns("is a dead letter (UNDECODABLE)")
  void a_type_that_is_not_the_routing_key_is_a_dead_letter_and_not_passed_over()
      throws IOException {
    EventBus bus = shop.bus();
    Recorder<Order> orders = subscribe(bus);
    Map<String, Object> headers = new HashMap<>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", "e-1");
    headers.put("ce-source", "/net");
    headers.put("ce-type", "com.example.order.created");

    publish("order.created", headers(headers), JSON);
    publish("order.created", new BasicProperties(), JSON);

    orders.awaitCount(1);
    DeadLetter letter = awaitLetter(bus);
    assertThat(letter.event().id()).isEqualTo("e-1");
    assertThat(letter.event().type()).isEqualTo("com.example.order.created");
    assertThat(letter.cause())
        .contains("com.example.order.created")
        .contains("published with the routing key \"order.created\"");
    assertThat(orders.events()).hasSize(1);
  }

  @Test
  @Warns("is a dead letter (UNDECODABLE)")
  void what_is_published_straight_to_a_groups_queue_and_is_of_another_type_is_a_dead_letter()
      throws IOException {
    EventBus bus = shop.bus();
    subscribe(bus);
    Map<String, Object> headers = new HashMap<>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", "e-1");
    headers.put("ce-source", "/net");
    headers.put("ce-type", "order.paid");

    foreign.basicPublish(
        "",
        new Layout(shop.name, 1).queue(shop.group("a"), 0),
        headers(headers),
        JSON.getBytes(StandardCharsets.UTF_8));

    assertThat(awaitLetter(bus).event().type()).isEqualTo("order.paid");
  }

  private DeadLetter awaitLetter(EventBus bus) {
    DeadLetterQuery query = DeadLetterQuery.ofGroup(shop.group("a"));
    shop.await("a letter", () -> bus.deadLetters().list(query, 10).size() == 1);
    return bus.deadLetters().list(query, 10).get(0);
  }

  @Test
  @Warns("its body has the content-encoding \"gzip\"")
  void a_body_that_is_compressed_is_a_dead_letter_with_that_reason() throws IOException {
    EventBus bus = shop.bus();
    Recorder<Order> orders = subscribe(bus);

    publish("order.created", encoded("gzip"), "\u001f\u0008");
    publish("order.created", encoded("UTF-8"), JSON);

    orders.awaitCount(1);
    assertThat(awaitLetter(bus).cause()).contains("content-encoding \"gzip\"");
  }

  private static BasicProperties encoded(String encoding) {
    return new BasicProperties.Builder()
        .contentType("application/json")
        .contentEncoding(encoding)
        .build();
  }

  @Test
  @Warns(value = "is a dead letter (UNDECODABLE)", times = 2)
  void a_message_of_another_client_among_the_dead_letters_hides_none_and_is_told()
      throws IOException {
    EventBus bus = shop.bus();
    Recorder<Order> orders = subscribe(bus);
    Layout layout = new Layout(shop.name, 1);
    publish("order.created", new BasicProperties(), "no JSON");
    awaitLetter(bus);
    List<BasicProperties> strange =
        List.of(
            new BasicProperties(),
            headers(Map.of("busline-letter", "1")),
            headers(Map.of("busline-letter", "1", "busline-group", List.of(1))));
    for (BasicProperties properties : strange) {
      foreign.basicPublish(
          "", layout.deadLetters(), properties, JSON.getBytes(StandardCharsets.UTF_8));
    }
    publish("order.created", new BasicProperties(), "no JSON either");

    DeadLetterQuery query = DeadLetterQuery.ofGroup(shop.group("a"));
    shop.await("two letters", () -> bus.deadLetters().list(query, 10).size() == 2);
    assertThat(bus.groups())
        .filteredOn(group -> group.name().equals(shop.group("a")))
        .singleElement()
        .satisfies(group -> assertThat(group.deadLetters()).isEqualTo(2));
    assertThat(bus.deadLetters().discard(query)).isEqualTo(2);
    assertThat(bus.diagnose())
        .anyMatch(
            finding -> finding.message().contains("3 messages among them are no dead letters"));
    assertThat(orders.events()).isEmpty();
  }

  /** They fill the frame that they have to fit into, and a letter has more of them. */
  @Test
  @Warns(value = "is a dead letter", orMore = true)
  @MayWarn("is stored without its data")
  void headers_as_large_as_they_may_be_become_a_letter_and_what_follows_is_handled()
      throws IOException {
    EventBus bus = shop.bus();
    bus.subscription(shop.group("a"))
        .on(
            "order.created",
            byte[].class,
            event -> {
              if (event.data().length > 1) {
                throw new IllegalStateException("too much");
              }
              shop.received.add("small");
            })
        .retry(RetryPolicy.none())
        .subscribe();

    publish("order.created", headers(Map.of("ce-note", "x".repeat(130_500))), JSON);
    publish("order.created", new BasicProperties(), "1");

    shop.await(
        "a letter",
        () -> bus.deadLetters().list(DeadLetterQuery.ofGroup(shop.group("a")), 9).size() == 1);
    shop.awaitReceived("small");
  }
}
