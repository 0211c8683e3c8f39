package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.spi.log.SlotRecord.Retry;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotRecordTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.123456789Z");
  private static final int LOW = 0x0000_FFFF;
  private static final int HIGH = 0xFFFF_0000;

  private final SlotRecord empty = SlotRecord.startingAfter(10, CREATED);

  @Test
  void what_is_written_is_read_back() throws IOException {
    Ledger ledger = Ledger.startingAfter(10);
    ledger.read(LOW, 20);
    ledger.arrived(3, 15);
    Retry retry = new Retry(3, 2, Instant.ofEpochMilli(1_700_000_000_123L));
    SlotRecord record =
        empty
            .handing(LOW, "a")
            .handing(HIGH, "b")
            .with(LOW, ledger, Map.of(15L, retry), Marks.NONE)
            .burying(HIGH, 99);

    SlotRecord back = SlotRecord.decode(record.encode());

    assertThat(back.created).isEqualTo(CREATED);
    assertThat(back.ownedBy("a")).isEqualTo(LOW);
    assertThat(back.ownedBy(null)).isEqualTo(HIGH);
    assertThat(back.owners()).containsExactly("a");
    assertThat(back.crashed(31)).isEqualTo(99);
    assertThat(back.crashed(0)).isZero();
    assertThat(back.ledger().slotsByReadTo()).isEqualTo(Map.of(20L, LOW, 10L, HIGH));
    assertThat(back.ledger().again(LOW, 9)).containsExactly(Map.entry(15L, 3));
    assertThat(back.retries(LOW)).isEqualTo(Map.of(15L, retry));
    assertThat(back.retries(HIGH)).isEmpty();
  }

  @Test
  void a_member_speaks_about_its_own_slots_only() {
    Ledger ours = Ledger.startingAfter(50);
    ours.arrived(1, 51);
    ours.arrived(30, 52);

    SlotRecord record =
        empty.with(LOW, ours, Map.of(52L, new Retry(30, 1, Instant.EPOCH)), Marks.NONE);

    assertThat(record.ledger().slotsByReadTo()).isEqualTo(Map.of(50L, LOW, 10L, HIGH));
    assertThat(record.ledger().again(Slots.ALL, 9)).containsExactly(Map.entry(51L, 1));
    assertThat(record.retries(Slots.ALL)).isEmpty();
  }

  @Test
  void slots_given_up_in_good_order_are_not_marked_as_crashed() {
    SlotRecord taken = empty.burying(LOW, 70).handing(LOW, "a");

    assertThat(taken.crashed(0)).isEqualTo(70);
    assertThat(taken.handing(LOW, null).crashed(0)).isZero();
  }

  @Test
  void a_newer_format_is_refused_rather_than_misread() {
    byte[] newer = empty.encode();
    newer[0] = 3;

    assertThatThrownBy(() -> SlotRecord.decode(newer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 3");
  }

  @Test
  void what_somebody_else_has_written_is_refused_with_the_reason() {
    byte[] sound = empty.encode();
    byte[] owner = sound.clone();
    owner[14] = 7;
    byte[] length = sound.clone();
    length[sound.length - 17] = -1;

    assertRefused(Arrays.copyOf(sound, sound.length - 1), "it is cut off");
    assertRefused(owner, "it holds 7 where numbers end before 1");
    assertRefused(length, "it holds -");
  }

  private static void assertRefused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> SlotRecord.decode(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }
}
