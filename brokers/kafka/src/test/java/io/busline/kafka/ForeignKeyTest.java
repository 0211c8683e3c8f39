package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.RetryPolicy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Order by the keys of other programs' records, whatever they are. */
@ExtendWith(CurrentServer.class)
class ForeignKeyTest {
  private static final int EVENTS = 40;

  private Shop shop;

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
  }

  static Stream<byte[]> keys() {
    return Stream.of(
        "customer-7".getBytes(UTF_8),
        ByteBuffer.allocate(Long.BYTES).putLong(0xFFEE_0102_0304_0506L).array(),
        new byte[] {(byte) 0xC3, 0x28},
        ByteBuffer.allocate(Long.BYTES).putLong(7).array());
  }

  /** Each third fails once, so that others of its key could overtake it. */
  @ParameterizedTest
  @MethodSource("keys")
  void records_of_one_key_are_handled_in_order_whatever_their_subjects_are(byte[] key) {
    shop.make("order", 1);
    Set<String> failed = ConcurrentHashMap.newKeySet();
    shop.bus()
        .subscription(shop.name + "a")
        .on(
            shop.type("order.created"),
            byte[].class,
            event -> {
              String text = Shop.text(event);
              if (Integer.parseInt(text) % 3 == 0 && failed.add(text)) {
                throw new IllegalStateException("injected");
              }
              shop.received.add(text);
            })
        .concurrency(8)
        .retry(RetryPolicy.fixed(3, Duration.ofMillis(20)))
        .subscribe();

    List<String> texts = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      texts.add(Integer.toString(i));
      records.add(record(key, i));
    }
    records.forEach(shop::write);

    shop.awaitReceived(texts.toArray(String[]::new));
    assertThat(shop.received).containsExactlyElementsOf(texts);
  }

  private ProducerRecord<byte[], byte[]> record(byte[] key, int number) {
    String text = Integer.toString(number);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(shop.type("order"), key, text.getBytes(UTF_8));
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            text,
            "ce_source",
            "/legacy",
            "ce_type",
            shop.type("order.created"),
            "ce_subject",
            "order-" + number)
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }
}
