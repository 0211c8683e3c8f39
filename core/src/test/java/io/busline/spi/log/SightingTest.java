package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SightingTest {
  private static final long LEASE = 100;
  private static final ProcessIdentity PROCESS = new ProcessIdentity("here", 1, 2);

  private boolean isGone;

  private final Processes processes =
      new Processes() {
        @Override
        public ProcessIdentity current() {
          return PROCESS;
        }

        @Override
        public boolean isSurelyDead(ProcessIdentity process) {
          return isGone;
        }
      };

  private final Sighting sighting = new Sighting(life(1), processes, LEASE, 0);

  private static SignOfLife life(long count) {
    return new SignOfLife(count, false, PROCESS);
  }

  private void looks(long count, long now) {
    sighting.look(life(count), true, now, now);
  }

  @Test
  void a_member_that_is_silent_for_a_lease_is_dead() {
    looks(1, 50);
    looks(1, 99);
    assertThat(sighting.isDead()).isFalse();

    looks(1, 100);
    assertThat(sighting.isDead()).isTrue();
  }

  @Test
  void a_sign_of_life_begins_it_anew() {
    looks(1, 50);
    looks(2, 90);
    looks(2, 140);

    assertThat(sighting.isDead()).isFalse();
    assertThat(sighting.last()).isEqualTo(life(2));
  }

  @Test
  void one_long_gap_between_two_looks_counts_little() {
    looks(1, 1_000);
    assertThat(sighting.isDead()).isFalse();

    looks(1, 1_050);
    assertThat(sighting.isDead()).isTrue();
  }

  @Test
  void the_time_that_a_look_takes_is_no_silence() {
    sighting.look(life(1), true, 40, 90);
    sighting.look(life(1), true, 130, 180);
    assertThat(sighting.isDead()).isFalse();

    looks(1, 200);
    assertThat(sighting.isDead()).isTrue();
  }

  @Test
  void one_whose_process_is_gone_is_dead_at_once() {
    isGone = true;

    assertThat(sighting.isDead()).isTrue();
  }
}
