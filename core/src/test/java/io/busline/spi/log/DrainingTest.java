package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainingTest {
  private static final long LEASE = 100;

  private final Draining draining = new Draining(LEASE, 0);

  @Test
  void the_highest_slots_are_emptied() {
    draining.choose(2, 0b10110, 0);

    assertThat(draining.slots()).isEqualTo(0b10100);
  }

  @Test
  void those_that_were_chosen_are_kept_until_they_are_given_up() {
    draining.choose(2, 0b10110, 0);
    draining.choose(1, 0b11110, 50);
    assertThat(draining.slots()).isEqualTo(0b10100);

    draining.owns(0b00110);
    assertThat(draining.slots()).isEqualTo(0b00100);
  }

  @Test
  void nothing_is_emptied_if_nothing_is_to_be_given_up() {
    draining.choose(2, 0b10110, 0);
    draining.choose(0, 0b10110, 1);

    assertThat(draining.slots()).isZero();
  }

  @Test
  void slots_that_do_not_become_empty_are_read_again_for_a_lease() {
    draining.choose(1, 0b1, 0);
    draining.choose(1, 0b1, LEASE - 1);
    assertThat(draining.slots()).isEqualTo(0b1);

    draining.choose(1, 0b1, LEASE);
    draining.choose(1, 0b1, 2 * LEASE - 1);
    assertThat(draining.slots()).isZero();

    draining.choose(1, 0b1, 2 * LEASE);
    assertThat(draining.slots()).isEqualTo(0b1);
  }
}
