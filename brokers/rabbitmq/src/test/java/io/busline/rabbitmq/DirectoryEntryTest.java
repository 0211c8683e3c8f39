package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.spi.Interests;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryEntryTest {

  @Test
  void what_is_written_is_read_back() {
    DirectoryEntry topic = DirectoryEntry.topic("order", "order.created");
    DirectoryEntry group =
        DirectoryEntry.group("shipping", Interests.parse("order.created@order payment.>"));

    assertThat(DirectoryEntry.read(topic.bytes())).isEqualTo(topic);
    assertThat(DirectoryEntry.read(group.bytes())).isEqualTo(group);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "queue order x", "topic order", "group shipping order..created"})
  void what_is_no_entry_is_passed_over(String text) {
    assertThat(DirectoryEntry.read(text.getBytes(StandardCharsets.UTF_8))).isNull();
  }
}
