package io.busline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs seeds. System properties choose which: {@code busline.seed} runs one and logs what happens;
 * {@code busline.seeds} says how many, and {@code busline.seed.base} from which on, where {@code
 * random} is any.
 */
class SimulationTest {
  private static final Logger LOG = System.getLogger("io.busline.simulation");

  /**
   * So many take some five seconds, and come upon everything: what is rarest, one in a thousand.
   */
  private static final long ENOUGH = 10_000;

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // As long as it takes the seeds that were asked for.
  void whatever_happens_the_invariants_hold() {
    Long seed = Long.getLong("busline.seed");
    if (seed != null) {
      run(seed);
      LOG.log(Level.INFO, "Seed {0}:\n{1}", String.valueOf(seed), Simulation.trace(seed));
      return;
    }
    long seeds = Long.getLong("busline.seeds", ENOUGH);
    long base = base();
    Map<Sight, Integer> sights = new EnumMap<>(Sight.class);
    for (long i = 0; i < seeds; i++) {
      run(base + i).forEach(sight -> sights.merge(sight, 1, Integer::sum));
    }
    if (seeds >= ENOUGH) {
      assertThat(sights).as("runs that came upon each").containsOnlyKeys(Sight.values());
    }
  }

  private static long base() {
    String wanted = System.getProperty("busline.seed.base", "0");
    if (!wanted.equals("random")) {
      return Long.parseLong(wanted);
    }
    long base = new SplittableRandom().nextLong(1L << 48);
    LOG.log(Level.INFO, "Seeds from {0} on", String.valueOf(base));
    return base;
  }

  private static Set<Sight> run(long seed) {
    try {
      return Simulation.run(seed, Flaw.NONE);
    } catch (Violation | RuntimeException broken) {
      throw new AssertionError(
          """
          seed %d: %s
          To replay it: ./mvnw -pl core test -Dtest=SimulationTest -Dbusline.seed=%d
          %s"""
              .formatted(seed, broken.getMessage(), seed, Simulation.trace(seed)),
          broken);
    }
  }

  @Test
  void a_seed_always_gives_the_same_run() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(Simulation.trace(seed)).isEqualTo(Simulation.trace(seed));
    }
  }
}
