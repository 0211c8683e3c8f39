package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeysBehindTest {
  private static final String KEY = "order-7";
  private static final long HASH = KeyHash.of(KEY);
  private static final int SLOT = Slots.of(KEY, 1);

  private final Ledger ledger = Ledger.startingAfter(0);

  @Test
  void a_key_hash_is_the_same_in_every_version() {
    assertThat(KeyHash.of("")).isEqualTo(0xF52A15E9A9B5E89BL);
    assertThat(KeyHash.of("order-7")).isNotEqualTo(KeyHash.of("order-8"));
  }

  @Test
  void nothing_of_a_key_that_is_behind_counts_as_done() {
    read(10, 3);

    ledger.deferred(SLOT, 3, HASH);

    assertThat(ledger.position()).isEqualTo(2);
    assertThat(ledger.open()).isEqualTo(1);
  }

  @Test
  void what_comes_for_a_key_that_is_behind_is_passed_over_and_counted() {
    read(10, 3);
    ledger.deferred(SLOT, 3, HASH);

    assertThat(ledger.isPassedOver(SLOT, 12, KEY)).isTrue();
    assertThat(ledger.isPassedOver(Slots.of("other", 1), 13, "other")).isFalse();
    assertThat(ledger.isPassedOver(SLOT, 14, null)).isFalse();

    assertThat(ledger.open()).isEqualTo(2);
    assertThat(ledger.behind().get(HASH)).isEqualTo(new KeysBehind.Behind(SLOT, 3, 12, 2));
  }

  @Test
  void a_key_has_caught_up_when_its_last_event_is_found() {
    read(10, 3);
    ledger.deferred(SLOT, 3, HASH);
    ledger.isPassedOver(SLOT, 12, KEY);

    ledger.caughtUp(SLOT, 3, HASH);
    assertThat(ledger.position()).isEqualTo(2);
    ledger.arrived(SLOT, 3);
    ledger.done(3);
    assertThat(ledger.position()).isEqualTo(3);
    ledger.caughtUp(SLOT, 12, HASH);

    assertThat(ledger.behind().isEmpty()).isTrue();
    assertThat(ledger.open()).isEqualTo(1);
  }

  @Test
  void keys_that_are_behind_are_written_down() {
    read(10, 3);
    ledger.deferred(SLOT, 3, HASH);
    ledger.isPassedOver(SLOT, 12, KEY);

    Ledger again = Ledger.decode(ledger.position(), ledger.encode());

    assertThat(again.behind().sorted()).isEqualTo(ledger.behind().sorted());
    assertThat(again.encode()).isEqualTo(ledger.encode());
  }

  @Test
  void of_a_hundred_thousand_events_behind_a_key_only_the_key_is_written_down() {
    read(10, 3);
    ledger.deferred(SLOT, 3, HASH);
    for (int position = 11; position < 100_000; position++) {
      ledger.isPassedOver(SLOT, position, KEY);
    }
    ledger.read(Slots.ALL, 100_000);

    assertThat(ledger.encode()).hasSizeLessThan(40);
  }

  @Test
  void a_log_that_is_put_back_forgets_the_keys_beyond() {
    read(10, 3);
    ledger.deferred(SLOT, 3, HASH);
    ledger.isPassedOver(SLOT, 12, KEY);

    ledger.rewind(Slots.ALL, 5);
    assertThat(ledger.behind().get(HASH).through()).isEqualTo(5);
    ledger.rewind(Slots.ALL, 2);

    assertThat(ledger.behind().isEmpty()).isTrue();
  }

  private void read(long readTo, long held) {
    ledger.read(Slots.ALL, readTo);
    ledger.arrived(SLOT, held);
  }
}
