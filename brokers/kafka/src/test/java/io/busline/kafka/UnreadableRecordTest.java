package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.SubscriptionBuilder;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Ordering;
import io.busline.logs.Warns;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records whose type nobody can tell, in the topics of groups that read patterns. */
@ExtendWith(CurrentServer.class)
@Warns(value = "is a dead letter (UNDECODABLE)", orMore = true)
class UnreadableRecordTest {
  private Shop shop;

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
  }

  private EventBus subscribe(String... patterns) {
    return subscribe(Ordering.PER_KEY, patterns);
  }

  private EventBus subscribe(Ordering ordering, String... patterns) {
    EventBus bus = shop.bus();
    SubscriptionBuilder subscription = bus.subscription(shop.name + "a").ordering(ordering);
    for (String pattern : patterns) {
      subscription.onPattern(
          shop.type(pattern), byte[].class, event -> shop.received.add(Shop.text(event)));
    }
    if (ordering == Ordering.NONE) {
      subscription.option("kafka.share-group", "true");
    }
    subscription.subscribe();
    return bus;
  }

  private ProducerRecord<byte[], byte[]> broken(String topic) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(shop.type(topic), null, "{\"type\":".getBytes(UTF_8));
    record.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    return record;
  }

  private void assertIsLetter(EventBus bus) {
    DeadLetter letter = letters(bus, 1).get(0);
    assertThat(letter.topic()).isEqualTo(shop.type("order"));
    assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.UNDECODABLE);
    assertThat(letter.event().data()).isEqualTo("{\"type\":".getBytes(UTF_8));
  }

  /** Those of this test's topics; a pattern has a group read the topics of others, too. */
  private List<DeadLetter> letters(EventBus bus, int count) {
    DeadLetterQuery query = DeadLetterQuery.ofGroup(shop.name + "a");
    List<DeadLetter> letters = new ArrayList<>();
    shop.await(
        count + " dead letters are there",
        () -> {
          letters.clear();
          letters.addAll(bus.deadLetters().list(query, Integer.MAX_VALUE));
          letters.removeIf(letter -> !letter.topic().startsWith(shop.name));
          return letters.size() >= count;
        });
    assertThat(letters).as(letters.toString()).hasSize(count);
    return letters;
  }

  @ParameterizedTest
  @ValueSource(strings = {"order.*", "order.>", "*.created", ">", "shipment.>"})
  void one_becomes_a_dead_letter_of_a_group_that_reads_a_pattern(String pattern) {
    shop.make("order", 1);
    EventBus bus = subscribe(pattern);

    shop.write(broken("order"));

    assertIsLetter(bus);
  }

  @Test
  void one_becomes_a_dead_letter_of_a_group_that_reads_a_pattern_beside_a_type() {
    EventBus bus = subscribe("order.created", "payment.>");

    shop.write(broken("order"));

    assertIsLetter(bus);
  }

  @Test
  void one_becomes_a_dead_letter_of_a_work_queue_that_reads_a_pattern() {
    shop.make("order", 1);
    EventBus bus = subscribe(Ordering.NONE, "order.>");

    shop.write(broken("order"));

    assertIsLetter(bus);
  }

  /** Compacted topics of others are full of them. */
  @Test
  void a_tombstone_is_no_event_in_a_topic_that_a_pattern_does_not_name() {
    shop.make("price", 1);
    shop.make("order", 1);
    EventBus bus = subscribe("order.>");
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(new ProducerRecord<>(shop.type("price"), "k".getBytes(UTF_8), null));
    records.add(broken("price"));
    records.add(new ProducerRecord<>(shop.type("order"), "k".getBytes(UTF_8), null));

    records.forEach(shop::write);

    shop.publish(bus, "order.created", "k", "last");
    shop.awaitReceived("last");
    assertThat(letters(bus, 2))
        .extracting(DeadLetter::topic)
        .containsExactlyInAnyOrder(shop.type("price"), shop.type("order"));
  }
}
