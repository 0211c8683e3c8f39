package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.servers.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that polls and polls, and reads or does not. */
@ExtendWith(CurrentServer.class)
class ProgressingTest {
  private static final int POLLS = 100;

  private final Progressing progressing = new Progressing(Duration.ofMillis(20));
  private Shop shop;
  private TopicPartition partition;
  private Consumer<byte[], byte[]> client;

  @BeforeEach
  void open(Endpoint server, Shop ours) {
    shop = ours;
    shop.make("order", 1);
    partition = new TopicPartition(shop.type("order"), 0);
    client =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", server.address()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    client.assign(List.of(partition));
    client.seek(partition, 0);
    write();
  }

  private void write() {
    shop.write(new ProducerRecord<>(partition.topic(), new byte[] {1}));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private void poll(Progressing watch) {
    for (int i = 0; i < POLLS; i++) {
      client.poll(Duration.ofMillis(5));
      watch.require(client);
    }
  }

  @Test
  void a_client_that_reads_nothing_of_what_there_is_is_found_out() {
    client.pause(List.of(partition));

    assertThatThrownBy(() -> poll(progressing))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("does not read on in " + partition);
  }

  @Test
  void a_client_that_reads_on_or_has_read_everything_is_left_alone() {
    assertThatNoException().isThrownBy(() -> poll(progressing));
    write();
    assertThatNoException().isThrownBy(() -> poll(progressing));
  }

  /** As long as the engine has enough, nothing should be read. */
  @Test
  void a_client_that_was_told_to_wait_is_not_blamed_for_it() {
    client.pause(List.of(partition));

    assertThatNoException()
        .isThrownBy(
            () -> {
              for (int i = 0; i < POLLS; i++) {
                progressing.paused();
                client.poll(Duration.ofMillis(5));
                progressing.require(client);
              }
            });
  }
}
