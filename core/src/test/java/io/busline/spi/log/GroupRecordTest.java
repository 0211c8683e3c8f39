package io.busline.spi.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupRecordTest {
  private static final Instant FOUNDED = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void what_is_written_is_read_back() {
    Interests interests = Interests.parse("order.created@order payment.>");
    for (StartPosition start :
        new StartPosition[] {
          StartPosition.earliest(), StartPosition.latest(), StartPosition.at(FOUNDED)
        }) {
      GroupRecord record =
          new GroupRecord(
              interests,
              start,
              FOUNDED,
              Map.of("order", 7L, "order=item", 0L),
              Map.of("order", FOUNDED.plusNanos(1)),
              null);
      GroupRecord paused = record.withPause(FOUNDED.plusSeconds(1));

      assertThat(GroupRecord.decode("a", new String(record.encode(), UTF_8))).isEqualTo(record);
      assertThat(GroupRecord.decode("a", new String(paused.encode(), UTF_8))).isEqualTo(paused);
    }
  }

  @Test
  void what_was_written_before_there_was_a_line_for_when_streams_were_made_is_read() {
    String old = "busline 1\ninterests order.created@order\nstart latest\nfounded %s\nends a:b:7\n";

    GroupRecord record = GroupRecord.decode("a", old.formatted(FOUNDED));

    assertThat(record.ends()).containsExactly(Map.entry("a:b", 7L));
    assertThat(record.made()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "interests a..b\nstart earliest\nfounded 2026-01-02T03:04:05Z",
        "interests a.b\nstart soon\nfounded 2026-01-02T03:04:05Z",
        "interests a.b\nstart latest\nfounded 2026-01-02T03:04:05Z\nends a:many"
      })
  void what_somebody_else_has_written_is_refused_with_a_remedy(String text) {
    assertThatThrownBy(() -> GroupRecord.decode("a", text))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("group a")
        .hasMessageContaining("remove the key");
  }
}
