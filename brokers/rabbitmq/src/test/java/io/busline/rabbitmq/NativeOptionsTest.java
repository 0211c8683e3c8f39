package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.SubscriptionBuilder;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.UnsupportedException;
import io.busline.event.Event;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RabbitMQ is chosen for and other brokers do not have. */
@ExtendWith(SharedServer.class)
class NativeOptionsTest {
  private RabbitServer server;
  private Shop shop;

  @BeforeEach
  void open(RabbitServer shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  @Test
  void a_direct_exchange_compares_whole_types_and_refuses_patterns() {
    EventBus bus = shop.subscribe("a", "order.created", "exchange-type=direct");

    bus.publish(shop.event("order.paid", "k", "paid"));
    bus.publish(shop.event("order.created", "k", "created"));

    shop.awaitReceived("created");
    assertThat(shop.received).containsExactly("created");
    assertThat(kindOfExchange()).isEqualTo("direct");
    assertThatThrownBy(
            () ->
                bus.subscription(shop.group("b"))
                    .onPattern("order.*", byte[].class, event -> {})
                    .subscribe())
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("order.*")
        .hasMessageContaining("exchange-type=topic");
  }

  @Test
  void a_fanout_exchange_gives_everything_to_every_group_which_passes_over_what_it_does_not_read() {
    EventBus bus = shop.subscribe("a", "order.created", "exchange-type=fanout");

    String first = bus.publish(shop.event("order.paid", "k", "paid")).toString();
    bus.publish(shop.event("order.created", "k", "created"));

    shop.awaitReceived("created");
    assertThat(shop.received).containsExactly("created");
    assertThat(first).doesNotContain("nobody");
    assertThat(kindOfExchange()).isEqualTo("fanout");
  }

  private String kindOfExchange() {
    return server
        .control("list_exchanges", "name", "type")
        .lines()
        .filter(line -> line.startsWith(shop.name + "\t"))
        .map(line -> line.split("\t", -1)[1])
        .findFirst()
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ce-tenant=acme, ce-region=eu               | both",
        "x-match=any, ce-tenant=acme, ce-region=eu  | both tenant region",
        "ce-tenant=acme                             | both tenant",
      })
  void a_group_gets_what_has_the_headers_it_asks_for(String headers, String expected) {
    EventBus bus = shop.bus();
    subscription(bus, shop.group("a")).option("rabbitmq.headers", headers).subscribe();

    publishTenants(bus);

    shop.awaitReceived("end");
    assertThat(shop.received).containsExactly((expected + " end").split(" ", -1));
  }

  @Test
  void a_broadcast_may_ask_for_headers_too_and_leaves_nothing_behind() {
    EventBus bus = shop.bus();
    bus.broadcast()
        .on(shop.type("order.created"), byte[].class, event -> shop.received.add(Shop.text(event)))
        .option("rabbitmq.headers", "ce-tenant=acme")
        .subscribe();

    publishTenants(bus);

    shop.awaitReceived("end");
    assertThat(shop.received).containsExactly("both", "tenant", "end");
    bus.close();
    shop.await(
        "the exchange that looked at the headers is gone",
        () ->
            server
                .control("list_exchanges", "name")
                .lines()
                .noneMatch(line -> line.startsWith(shop.name) && line.contains(":filter")));
  }

  @Test
  void a_group_that_asks_for_no_headers_any_more_gets_everything_and_the_other_way_round() {
    subscription(shop.bus(), shop.group("a"))
        .option("rabbitmq.headers", "ce-tenant=acme")
        .subscribe()
        .close();

    EventBus all = shop.bus();
    subscription(all, shop.group("a")).subscribe();
    publishTenants(all);
    shop.awaitReceived("end");
    assertThat(shop.received).containsExactly("both", "tenant", "region", "neither", "end");
    all.close();

    shop.received.clear();
    EventBus some = shop.bus();
    subscription(some, shop.group("a")).option("rabbitmq.headers", "ce-tenant=acme").subscribe();
    publishTenants(some);
    shop.awaitReceived("end");
    assertThat(shop.received).containsExactly("both", "tenant", "end");
  }

  private SubscriptionBuilder subscription(EventBus bus, String group) {
    return bus.subscription(group)
        .on(shop.type("order.created"), byte[].class, event -> shop.received.add(Shop.text(event)));
  }

  private void publishTenants(EventBus bus) {
    bus.publish(with("both", Map.of("tenant", "acme", "region", "eu")));
    bus.publish(with("tenant", Map.of("tenant", "acme", "region", "us")));
    bus.publish(with("region", Map.of("tenant", "other", "region", "eu")));
    bus.publish(with("neither", Map.of()));
    bus.publish(with("end", Map.of("tenant", "acme", "region", "eu")));
  }

  private Event<byte[]> with(String text, Map<String, String> extensions) {
    var builder = shop.event("order.created", "k", text).toBuilder();
    extensions.forEach(builder::extension);
    return builder.build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tenant", "=acme", "x-match=any", "a=1,a=2", "x-match=some,a=1"})
  void headers_that_make_no_sense_are_refused(String headers) {
    assertThatThrownBy(
            () ->
                subscription(shop.bus(), shop.group("a"))
                    .option("rabbitmq.headers", headers)
                    .subscribe())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("rabbitmq.headers")
        .hasMessageContaining("ce-tenant=acme");
  }

  @Test
  void an_unknown_option_is_refused_naming_the_nearest() {
    assertThatThrownBy(
            () ->
                subscription(shop.bus(), shop.group("a"))
                    .option("rabbitmq.header", "a=b")
                    .subscribe())
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("Did you mean rabbitmq.headers?");
  }

  @Test
  void what_no_group_wants_goes_to_the_exchange_for_that() {
    String lost = shop.name + "-lost";
    assertThatThrownBy(() -> shop.bus("unroutable=" + lost))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("unroutable=");
    shop.ask(
        channel -> {
          channel.exchangeDeclare(lost, BuiltinExchangeType.FANOUT, true);
          channel.queueDeclare(lost, true, false, false, Map.of());
          return channel.queueBind(lost, lost, "");
        });
    EventBus bus = shop.subscribe("a", "order.created", "unroutable=" + lost);

    bus.publish(shop.event("order.created", "k", "wanted"));
    String receipt = bus.publish(shop.event("order.paid", "k", "unwanted")).toString();

    assertThat(receipt).doesNotContain("nobody");
    shop.awaitReceived("wanted");
    GetResponse kept = shop.ask(channel -> channel.basicGet(lost, true));
    assertThat(kept.getBody()).asString().isEqualTo("unwanted");
    assertThat(shop.<GetResponse>ask(channel -> channel.basicGet(lost, true))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quorum", "classic"})
  void an_event_that_waits_too_long_is_dropped(String queue) {
    shop.subscribe("a", "order.created", "queue=" + queue).close();
    EventBus hasty = shop.bus("queue=" + queue, "ttl=50ms");
    hasty.publish(shop.event("order.created", "k", "stale"));
    Layout layout = new Layout(shop.name, 1);
    shop.await(
        "it is dropped",
        () ->
            layout.queues(shop.group("a")).stream()
                .allMatch(name -> shop.ask(channel -> channel.messageCount(name)) == 0L));

    EventBus bus = shop.subscribe("a", "order.created", "queue=" + queue);
    bus.publish(shop.event("order.created", "k", "fresh"));

    shop.awaitReceived("fresh");
    assertThat(shop.received).containsExactly("fresh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"quorum", "classic"})
  void an_event_of_a_higher_priority_overtakes_what_waits(String queue) {
    String[] options = {"queue=" + queue, "priorities=10", "partitions=1"};
    shop.subscribe("a", "order.created", options).close();
    EventBus bus = shop.bus(options);
    bus.publish(shop.event("order.created", "k", "none"));
    bus.publish(with("low", Map.of("priority", "1")));
    bus.publish(with("high", Map.of("priority", "9")));
    bus.publish(with("low too", Map.of("priority", "1")));

    shop.subscribe("a", "order.created", options);

    shop.awaitReceived("none", "low", "high", "low too");
    assertThat(shop.received.get(0)).isEqualTo("high");
    assertThat(shop.received.indexOf("low")).isLessThan(shop.received.indexOf("low too"));
  }

  @Test
  void a_priority_that_is_none_fails_the_publish_before_anything_is_sent() {
    EventBus bus = shop.bus("priorities=5");

    PublishOutcome outcome =
        bus.publishAll(List.of(with("1", Map.of("priority", "urgent")))).get(0);

    assertThat(outcome.isStored()).isFalse();
    assertThat(outcome.toString()).contains("urgent").contains("from 0 to 5");
  }

  @ParameterizedTest
  @EnumSource(names = "OLD")
  @Tag("old")
  void an_old_server_has_no_priorities_in_quorum_queues(Release release) {
    assertThatThrownBy(() -> shop.bus("priorities=5"))
        .as("%s", release)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("queue=classic");
    String[] options = {"queue=classic", "priorities=5", "partitions=1"};
    shop.subscribe("a", "order.created", options).close();
    EventBus bus = shop.bus(options);
    bus.publish(with("1", Map.of("priority", "1")));
    bus.publish(with("5", Map.of("priority", "5")));

    shop.subscribe("a", "order.created", options);

    shop.awaitReceived("1", "5");
    assertThat(shop.received).containsExactly("5", "1");
  }

  @Test
  void a_plain_client_sees_priority_and_ttl_as_properties() throws IOException {
    EventBus bus = shop.bus("priorities=9", "ttl=1h");
    Channel channel = shop.plain().createChannel();
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, shop.name, "#");

    bus.publish(with("1", Map.of("priority", "7")));

    GetResponse got = channel.basicGet(queue, true);
    BasicProperties properties = got.getProps();
    assertThat(properties.getPriority()).isEqualTo(7);
    assertThat(properties.getExpiration()).isEqualTo("3600000");
    assertThat(new String(got.getBody(), StandardCharsets.UTF_8)).isEqualTo("1");
  }
}
