package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.logs.MayWarn;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that nothing can fail shows nothing. */
@MayWarn({"is gone", "is a new log, made at", "could not leave its group"})
class LogFlawTest {
  private static final int SEEDS = 500;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_flaw_breaks_its_invariant(LogFlaw flaw) {
    Set<LogInvariant> broken = EnumSet.noneOf(LogInvariant.class);

    for (long seed = 0; seed < SEEDS && !broken.contains(flaw.breaks); seed++) {
      try {
        LogSimulation.run(seed, flaw);
      } catch (LogViolation violation) {
        broken.add(violation.invariant);
      }
    }

    assertThat(broken).contains(flaw.breaks);
  }

  @Test
  void every_invariant_is_broken_by_some_flaw() {
    Set<LogInvariant> breakable =
        Stream.of(LogFlaw.values())
            .filter(flaw -> flaw != LogFlaw.NONE)
            .map(flaw -> flaw.breaks)
            .collect(Collectors.toSet());

    assertThat(breakable).containsExactlyInAnyOrderElementsOf(Arrays.asList(LogInvariant.values()));
  }
}
