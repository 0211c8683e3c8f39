package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTest {

  /** Members of several versions share a group, so what a key's slot is may never change. */
  @Test
  void a_key_has_the_same_slot_in_every_version() {
    assertThat(Slots.of("k0", 1)).isEqualTo(21);
    assertThat(Slots.of("k1", 2)).isEqualTo(9);
    assertThat(Slots.of("", 3)).isZero();
  }

  @Test
  void events_without_a_key_are_spread_by_turns() {
    assertThat(Slots.of(null, 31)).isEqualTo(31);
    assertThat(Slots.of(null, 32)).isZero();
  }

  @Test
  void keys_are_spread_over_all_slots() {
    int seen = 0;
    for (int i = 0; i < 1_000; i++) {
      seen |= 1 << Slots.of("customer-" + i, i);
    }

    assertThat(seen).isEqualTo(Slots.ALL);
  }

  @Test
  void a_mask_holds_the_slots_whose_bits_are_set() {
    assertThat(Slots.contains(0b100, 2)).isTrue();
    assertThat(Slots.contains(0b100, 1)).isFalse();
    assertThat(Slots.contains(Slots.ALL, 31)).isTrue();
  }
}
