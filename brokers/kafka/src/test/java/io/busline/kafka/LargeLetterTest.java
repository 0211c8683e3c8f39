package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.OmittedData;
import io.busline.error.BrokerException;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.logs.Warns;
import io.busline.servers.Endpoint;
import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BusUrl;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Output;
import io.busline.spi.TimeSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Letters larger than a record of ours may be, and redrives that are whole or not at all. */
@ExtendWith(CurrentServer.class)
class LargeLetterTest {
  private static final int LARGE = 6 << 20;

  private Endpoint server;
  private Shop shop;

  @BeforeEach
  void open(Endpoint ours, Shop its) {
    server = ours;
    shop = its;
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED)")
  @Warns("is stored without its data of 6291456 bytes")
  void a_record_larger_than_any_of_ours_becomes_a_letter_that_says_where_it_is()
      throws ExecutionException, InterruptedException {
    NewTopic topic = new NewTopic(shop.type("order"), Optional.of(1), Optional.empty());
    topic.configs(Map.of("max.message.bytes", Integer.toString(2 * LARGE)));
    shop.ask(a -> a.createTopics(List.of(topic)).all());
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "a")
        .on(
            EventDefinition.of(shop.type("order"), byte[].class).inTopic(shop.type("order")),
            event -> {
              throw new IllegalStateException("too much");
            })
        .retry(RetryPolicy.none())
        .subscribe();

    write(new ProducerRecord<>(shop.type("order"), new byte[LARGE]));

    DeadLetter letter = shop.letters(bus, "a", 1).get(0);
    OmittedData omitted = OmittedData.of(letter.event()).orElseThrow();
    assertThat(omitted.bytes()).isEqualTo(LARGE);
    assertThat(omitted.position()).isEqualTo("partition 0, offset 0");
  }

  private void write(ProducerRecord<byte[], byte[]> record)
      throws ExecutionException, InterruptedException {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> options =
        Map.of("bootstrap.servers", server.address(), "max.request.size", 2 * LARGE);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(options, bytes, bytes)) {
      producer.send(record).get();
    }
  }

  @Test
  void a_redrive_of_several_letters_is_done_as_a_whole_or_not_at_all() {
    BrokerContext context = new BrokerContext(shop.name, TimeSource.system(), new Random());
    BusUrl url = BusUrl.parse("kafka://" + server.address() + "?partitions=1");
    try (Broker broker = new KafkaBrokerProvider().open(url, context)) {
      DeadLetterStore letters = broker.deadLetters().orElseThrow();
      Map<String, Output> good = new LinkedHashMap<>();
      for (String id : List.of("1", "2")) {
        Event<byte[]> event = shop.event("order.created", "k", id).build();
        letters.store(letter(id, event)).join();
        good.put(shop.name + id, new Output(shop.type("order"), event));
      }
      Map<String, Output> bad = new LinkedHashMap<>(good);
      Event<byte[]> large = shop.event("order.created", "k", "3").build().withData(new byte[LARGE]);
      bad.put(shop.name + "3", new Output(shop.type("order"), large));

      assertThatThrownBy(() -> letters.redrive(bad)).isInstanceOf(BrokerException.class);
      assertThat(committed()).isZero();
      assertThat(there(letters)).containsExactly(shop.name + "1", shop.name + "2");

      assertThat(letters.redrive(good)).isTrue();
      assertThat(committed()).isEqualTo(2);
      assertThat(there(letters)).isEmpty();
    }
  }

  private long committed() {
    try (TopicReader reader =
        new TopicReader(server.address(), shop.type("order"), "read_committed")) {
      return reader.all().size();
    }
  }

  private List<String> there(DeadLetterStore letters) {
    return letters.list(DeadLetterQuery.ofGroup(shop.name), "", 9).letters().stream()
        .map(DeadLetter::id)
        .toList();
  }

  private DeadLetter letter(String id, Event<byte[]> event) {
    return new DeadLetter(
        shop.name + id,
        shop.name,
        shop.type("order"),
        event,
        DeadLetter.Reason.HANDLER_FAILED,
        "",
        1,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
