package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.ReleaseSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** Groups and broadcasts that begin with what was published before they were there. */
@ParameterizedClass
@ReleaseSource
@ExtendWith(SharedServer.class)
class RetentionTest {
  private static final String RETAIN = "retain=1h";

  @Parameter Release release;
  private RabbitServer server;
  private Shop shop;

  @BeforeEach
  void open(RabbitServer shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  @Test
  void a_new_group_reads_what_is_retained_and_then_what_is_new_in_the_order_of_each_key()
      throws InterruptedException {
    EventBus bus = shop.bus(RETAIN);
    publish(bus, 0, 1_000);
    AtomicBoolean publishing = new AtomicBoolean(true);
    List<String> stored = new ArrayList<>();
    Thread publisher =
        new Thread(
            () -> {
              for (int i = 1_000; publishing.get(); i += 5) {
                stored.addAll(publish(bus, i, i + 5));
              }
            });
    publisher.start();
    shop.await("it publishes", () -> stored.size() > 50);

    List<Event<byte[]>> received = new CopyOnWriteArrayList<>();
    for (int instance = 0; instance < 3; instance++) {
      shop.subscribe("a", "order.created", received::add, RETAIN);
    }

    shop.await("it reads", () -> received.size() > 1_200);
    publishing.set(false);
    publisher.join();
    List<String> expected =
        new ArrayList<>(IntStream.range(0, 1_000).mapToObj(i -> "" + i).toList());
    expected.addAll(stored);
    shop.await(
        "everything stored arrives",
        () -> received.stream().map(Shop::text).toList().containsAll(expected));
    for (int key = 0; key < 10; key++) {
      String name = "key" + key;
      assertThat(
              received.stream()
                  .filter(event -> name.equals(event.subject().orElse("")))
                  .map(event -> Integer.valueOf(Shop.text(event)))
                  .distinct())
          .isSorted();
    }
    // What was published while the group was founded may come twice; nothing before.
    assertThat(received.stream().filter(event -> Integer.parseInt(Shop.text(event)) < 1_000))
        .hasSize(1_000);
    assertThat(server.control("list_queues", "name"))
        .doesNotContain(new Layout(shop.name, 8).past(shop.group("a")));
  }

  private List<String> publish(EventBus bus, int from, int to) {
    List<Event<byte[]>> events =
        IntStream.range(from, to)
            .mapToObj(i -> shop.event("order.created", "key" + i % 10, Integer.toString(i)))
            .toList();
    List<PublishOutcome> outcomes = bus.publishAll(events);
    assertThat(outcomes).allMatch(PublishOutcome::isStored);
    return events.stream().map(Shop::text).toList();
  }

  @Test
  void a_group_goes_on_with_its_past_when_the_instance_that_read_it_ends() {
    publish(shop.bus(RETAIN), 0, 100);
    List<String> first = new CopyOnWriteArrayList<>();
    EventBus dying =
        shop.subscribe(
            "a",
            "order.created",
            event -> {
              first.add(Shop.text(event));
              if (first.size() > 10) {
                throw new IllegalStateException("not any more");
              }
            },
            RETAIN);
    shop.await("some are handled", () -> first.size() > 10);
    dying.close();

    shop.subscribe("a", "order.created", RETAIN);

    shop.await("the rest is handled", () -> shop.received.size() >= 90);
    shop.publishUntilStored(shop.bus(RETAIN), "order.created", "new");
    shop.awaitReceived("new");
    assertThat(shop.received).doesNotHaveDuplicates().contains("99");
    assertThat(shop.received.get(shop.received.size() - 1)).isEqualTo("new");
  }

  @Test
  void a_broadcast_goes_on_in_the_stream_when_its_connection_was_lost() {
    EventBus bus = shop.bus(RETAIN);
    publish(bus, 0, 50);
    bus.broadcast()
        .from(StartPosition.earliest())
        .on(shop.type("order.created"), byte[].class, event -> shop.received.add(Shop.text(event)))
        .subscribe();
    shop.awaitReceived("49");

    server.control("close_all_connections", "maintenance");
    shop.publishUntilStored(bus, "order.created", "new");

    shop.awaitReceived("new");
    assertThat(shop.received.stream().distinct()).hasSize(51);
  }

  @Test
  void what_others_have_published_is_retained_as_it_was() throws IOException {
    EventBus bus = shop.bus(RETAIN);
    Channel plain = shop.plain().createChannel();
    plain.confirmSelect();
    plain.basicPublish(
        shop.name,
        shop.type("order.created"),
        new BasicProperties.Builder().headers(Map.of("tenant", "acme")).expiration("1").build(),
        "bare".getBytes(StandardCharsets.UTF_8));
    plain.basicPublish(
        shop.name,
        shop.type("order.created"),
        new BasicProperties(),
        "other".getBytes(StandardCharsets.UTF_8));
    confirmed(plain);
    List<Event<byte[]>> received = new CopyOnWriteArrayList<>();

    bus.subscription(shop.group("a"))
        .on(shop.type("order.created"), byte[].class, received::add)
        .option("rabbitmq.headers", "tenant=acme")
        .subscribe();
    bus.broadcast()
        .from(StartPosition.earliest())
        .on(shop.type("order.created"), byte[].class, received::add)
        .option("rabbitmq.headers", "tenant=acme")
        .subscribe();

    shop.await("it comes to both", () -> received.size() == 2);
    assertThat(received)
        .allSatisfy(
            event -> {
              assertThat(Shop.text(event)).isEqualTo("bare");
              assertThat(event.type()).isEqualTo(shop.type("order.created"));
              assertThat(event.source()).isEqualTo("amqp:" + shop.name);
            });
  }

  private static void confirmed(Channel channel) throws IOException {
    try {
      assertThat(channel.waitForConfirms()).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Test
  void another_age_and_a_direct_exchange_are_refused() {
    shop.bus(RETAIN);

    assertThatThrownBy(() -> shop.bus("retain=2h"))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("x-max-age")
        .hasMessageContaining("retain=");
    assertThatThrownBy(() -> shop.bus(RETAIN, "exchange-type=direct"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("topic or fanout");
  }
}
