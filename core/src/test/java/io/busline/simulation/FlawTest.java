package io.busline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that nothing can fail shows nothing. */
class FlawTest {
  private static final int SEEDS = 2_000;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_flaw_breaks_its_invariant(Flaw flaw) {
    Set<Invariant> broken = EnumSet.noneOf(Invariant.class);

    for (long seed = 0; seed < SEEDS && !broken.contains(flaw.breaks); seed++) {
      try {
        Simulation.run(seed, flaw);
      } catch (Violation violation) {
        broken.add(violation.invariant);
      }
    }

    assertThat(broken).contains(flaw.breaks);
  }

  @Test
  void every_invariant_is_broken_by_some_flaw() {
    Set<Invariant> breakable =
        Stream.of(Flaw.values())
            .filter(flaw -> flaw != Flaw.NONE)
            .map(flaw -> flaw.breaks)
            .collect(Collectors.toSet());

    assertThat(breakable).containsExactlyInAnyOrderElementsOf(Arrays.asList(Invariant.values()));
  }
}
