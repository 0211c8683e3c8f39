package io.busline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Set<Mishap> ALL = EnumSet.allOf(Mishap.class);

  private static List<Planned> schedule(long seed) {
    return Schedule.of(seed, Duration.ofMinutes(30), ALL, 2, 5);
  }

  @Test
  void the_same_seed_gives_the_same_schedule() {
    assertThat(schedule(42)).isEqualTo(schedule(42)).isNotEqualTo(schedule(43));
  }

  @Test
  void a_longer_soak_begins_like_a_shorter_one() {
    List<Planned> shorter = Schedule.of(42, Duration.ofMinutes(3), ALL, 2, 5);

    assertThat(schedule(42)).startsWith(shorter.toArray(Planned[]::new));
  }

  @Test
  void nothing_happens_to_one_target_twice_at_once() {
    for (long seed = 0; seed < 50; seed++) {
      Map<String, Long> until = new HashMap<>();
      for (Planned planned : schedule(seed)) {
        String target = planned.mishap().place + " " + planned.target();
        assertThat(planned.atMillis()).isGreaterThan(until.getOrDefault(target, 0L));
        until.put(target, planned.endMillis());
      }
    }
  }

  @Test
  void everything_happens() {
    for (long seed = 0; seed < 50; seed++) {
      Set<Mishap> kinds = new HashSet<>();
      schedule(seed).forEach(planned -> kinds.add(planned.mishap()));
      assertThat(kinds).isEqualTo(ALL);
    }
  }

  @Test
  void without_a_mishap_there_is_no_schedule() {
    assertThat(Schedule.of(1, Duration.ofMinutes(1), Set.of(), 2, 5)).isEmpty();
  }
}
