package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.error.EventBusException;
import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import io.busline.logs.Warns;
import io.busline.servers.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a topic does not take, and what nobody here can read. One event pays for it, no other. */
@ExtendWith(CurrentServer.class)
class BadInputTest {
  private Endpoint server;
  private Shop shop;

  @BeforeEach
  void open(Endpoint shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  @Test
  void an_event_over_its_topics_limit_has_failed_and_the_next_one_of_its_key_goes() {
    NewTopic small = new NewTopic(shop.type("order"), Optional.of(1), Optional.empty());
    shop.ask(
        a -> a.createTopics(List.of(small.configs(Map.of("max.message.bytes", "2000")))).all());
    EventBus bus = shop.subscribe("a", "order.created");

    assertThatThrownBy(
            () ->
                bus.publish(
                    Event.builder(shop.type("order.created"), new byte[3_000]).subject("k")))
        .isInstanceOf(PublishFailedException.class)
        .hasMessageContaining("larger than the topic allows")
        .hasMessageContaining("max.message.bytes");
    shop.publish(bus, "order.created", "k", "small");

    shop.awaitReceived("small");
    assertThat(shop.received).containsExactly("small");
  }

  @Test
  @Warns("no codec reads \"application/x-unheard-of\"")
  void data_in_a_format_that_no_codec_reads_becomes_a_dead_letter_and_the_key_goes_on() {
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "a")
        .on(shop.type("order.created"), Integer.class, event -> shop.received.add(event.id()))
        .subscribe();

    shop.write(record("1", "application/x-unheard-of"), record("2", "application/json"));

    shop.awaitReceived("2");
    assertThat(shop.received).containsExactly("2");
    assertThat(shop.letters(bus, "a", 1))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.UNDECODABLE);
              assertThat(letter.cause()).contains("application/x-unheard-of");
              assertThat(letter.event().data()).isEqualTo("42".getBytes(UTF_8));
            });
  }

  private ProducerRecord<byte[], byte[]> record(String id, String contentType) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(shop.type("order"), "k".getBytes(UTF_8), "42".getBytes(UTF_8));
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            id,
            "ce_source",
            "/legacy",
            "ce_type",
            shop.type("order.created"),
            "content-type",
            contentType)
        .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    return record;
  }

  /** Whoever writes chooses; every reader must have what undoes it. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void what_others_have_compressed_is_read(String compression) {
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "a")
        .on(shop.type("order.created"), Integer.class, event -> shop.received.add(event.id()))
        .subscribe();

    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.address(), "compression.type", compression),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var unused = producer.send(record("1", "application/json"));
    }

    shop.awaitReceived("1");
  }

  @Test
  void kafkas_own_topics_take_no_events() {
    EventBus bus = shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "1");
    shop.awaitReceived("1");

    assertThatThrownBy(() -> bus.publish(Event.builder("__consumer_offsets.x", new byte[0])))
        .isInstanceOf(EventBusException.class);
    shop.publish(bus, "order.created", "k", "2");

    shop.awaitReceived("2");
  }

  @Test
  void of_two_topics_that_are_one_in_kafkas_metrics_the_second_is_refused_by_name() {
    EventBus bus = shop.bus();
    shop.publish(bus, "a_b.created", "k", "1");

    assertThatThrownBy(() -> shop.publish(bus, "a.b.created", "k", "2"))
        .isInstanceOf(PublishFailedException.class)
        .hasMessageContaining(shop.type("a_b"))
        .hasMessageContaining(shop.type("a.b"));
  }
}
