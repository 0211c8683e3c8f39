package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = Ledger.startingAfter(10);

  @Test
  void a_new_ledger_reads_all_slots_from_its_start() {
    assertThat(ledger.position()).isEqualTo(10);
    assertThat(ledger.next(Slots.ALL)).isEqualTo(new Span(Slots.ALL, 10, Long.MAX_VALUE));
  }

  @Test
  void the_position_stops_before_the_first_open_event() {
    ledger.read(Slots.ALL, 20);
    ledger.arrived(1, 12);
    ledger.arrived(2, 15);
    assertThat(ledger.position()).isEqualTo(11);

    ledger.done(12);
    assertThat(ledger.position()).isEqualTo(14);

    ledger.done(15);
    assertThat(ledger.position()).isEqualTo(20);
  }

  @Test
  void done_out_of_order_is_remembered() {
    ledger.read(Slots.ALL, 20);
    ledger.arrived(1, 12);
    ledger.arrived(2, 15);
    ledger.done(15);

    Ledger restarted = Ledger.decode(ledger.position(), ledger.encode());

    assertThat(again(restarted)).containsExactly(12L);
    assertThat(restarted.next(Slots.ALL).after()).isEqualTo(20);
    assertThat(restarted.open()).isEqualTo(1);
  }

  @Test
  void what_is_released_is_read_again_until_it_arrives() {
    ledger.read(Slots.ALL, 20);
    ledger.arrived(1, 12);

    ledger.released(12);
    ledger.released(13);
    assertThat(again(ledger)).containsExactly(12L);

    ledger.arrived(1, 12);
    assertThat(again(ledger)).isEmpty();
  }

  @Test
  void slots_that_lag_are_read_up_to_the_others() {
    ledger.read(0b1100, 30);
    ledger.read(0b1000, 50);

    assertThat(ledger.next(0b1111)).isEqualTo(new Span(0b0011, 10, 30));
    ledger.read(0b0011, 30);
    assertThat(ledger.next(0b1111)).isEqualTo(new Span(0b0111, 30, 50));
    assertThat(ledger.next(0b1000)).isEqualTo(new Span(0b1000, 50, Long.MAX_VALUE));
  }

  @Test
  void taking_over_slots_takes_what_is_open_in_them_and_leaves_the_rest() {
    ledger.read(Slots.ALL, 20);
    ledger.arrived(1, 12);
    ledger.arrived(2, 13);
    Ledger other = Ledger.startingAfter(10);
    other.read(Slots.ALL, 40);
    other.arrived(1, 31);
    other.arrived(2, 32);

    ledger.adopt(other, 0b0010);

    assertThat(again(ledger)).containsExactly(31L);
    assertThat(ledger.next(0b0010).after()).isEqualTo(40);
    assertThat(ledger.next(0b0100).after()).isEqualTo(20);
    assertThat(ledger.done(12)).isFalse();
    assertThat(ledger.done(13)).isTrue();
  }

  @Test
  void what_is_written_is_small_and_reads_back_the_same() {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      long start = random.nextInt(1 << 30);
      Ledger original = Ledger.startingAfter(start);
      TreeSet<Long> open = new TreeSet<>();
      for (int i = 0; i < random.nextInt(50); i++) {
        int slot = random.nextInt(Slots.COUNT);
        long seq = start + 1 + random.nextInt(10_000);
        if (open.add(seq)) {
          original.arrived(slot, seq);
        }
        original.read(1 << random.nextInt(Slots.COUNT) | 1 << slot, seq + random.nextInt(500));
      }

      byte[] written = original.encode();
      Ledger back = Ledger.decode(original.position(), written);

      assertThat(again(back)).containsExactlyElementsOf(open);
      assertThat(back.slotsByReadTo()).isEqualTo(original.slotsByReadTo());
      assertThat(back.position()).isEqualTo(original.position());
      assertThat(written).hasSizeLessThanOrEqualTo(4 * Slots.COUNT + 3 * open.size());
    }
  }

  @Test
  void what_was_not_written_by_a_ledger_is_refused_with_the_reason() {
    Map<String, byte[]> states =
        Map.of(
            "it is cut off", new byte[] {16, 0},
            "run of 33 slots at slot 0", new byte[] {33, 0},
            "run of 17 slots at slot 16", new byte[] {16, 0, 17, 0},
            "run of 0 slots", new byte[] {0, 0},
            "event in slot 32", new byte[] {32, 0, 1, 1, 32},
            "number without an end", filled(new byte[40], (byte) 0x80));

    states.forEach(
        (reason, state) ->
            assertThatThrownBy(() -> Ledger.decode(100, state))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining(reason));
  }

  private static byte[] filled(byte[] bytes, byte value) {
    Arrays.fill(bytes, value);
    return bytes;
  }

  private static List<Long> again(Ledger ledger) {
    List<Long> seqs = new ArrayList<>();
    ledger.again(Slots.ALL, 1_000).forEach(entry -> seqs.add(entry.getKey()));
    return seqs;
  }
}
