package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.logs.MayWarn;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs seeds. System properties choose which: {@code busline.log.seed} runs one and logs what
 * happens; {@code busline.log.seeds} says how many, and {@code busline.log.seed.base} from which
 * on, where {@code random} is any.
 */
@MayWarn({"is gone", "is a new log, made at", "could not leave its group"})
class LogSimulationTest {
  private static final Logger LOG = System.getLogger("io.busline.simulation");

  /** So many take some ten seconds, and come upon everything. */
  private static final long SOME = 1_000;

  private static final long MANY = 10_000;

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // As long as it takes the seeds that were asked for.
  void whatever_happens_the_invariants_hold() {
    Long seed = Long.getLong("busline.log.seed");
    if (seed != null) {
      run(seed);
      LOG.log(Level.INFO, "Seed {0}:\n{1}", String.valueOf(seed), trace(seed));
      return;
    }
    long seeds = Long.getLong("busline.log.seeds", SOME);
    Map<LogSight, Integer> sights = run(base(), seeds);
    if (seeds >= SOME) {
      assertThat(sights).as("runs that came upon each").containsOnlyKeys(LogSight.values());
    }
  }

  @Test
  @Tag("slow")
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void whatever_happens_the_invariants_hold_for_many_more_seeds() {
    run(SOME, MANY);
  }

  @Test
  void a_seed_always_gives_the_same_run() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(trace(seed)).isEqualTo(trace(seed));
    }
  }

  private static long base() {
    String wanted = System.getProperty("busline.log.seed.base", "0");
    if (!wanted.equals("random")) {
      return Long.parseLong(wanted);
    }
    long base = new SplittableRandom().nextLong(1L << 48);
    LOG.log(Level.INFO, "Seeds from {0} on", String.valueOf(base));
    return base;
  }

  private static Map<LogSight, Integer> run(long base, long seeds) {
    Map<LogSight, Integer> sights = new EnumMap<>(LogSight.class);
    for (long i = 0; i < seeds; i++) {
      run(base + i).forEach(sight -> sights.merge(sight, 1, Integer::sum));
    }
    return sights;
  }

  private static Set<LogSight> run(long seed) {
    try {
      return LogSimulation.run(seed, LogFlaw.NONE);
    } catch (LogViolation | RuntimeException broken) {
      throw new AssertionError(
          """
          seed %d: %s
          To replay it: ./mvnw -pl core test -Dtest=LogSimulationTest -Dbusline.log.seed=%d
          %s"""
              .formatted(seed, broken.getMessage(), seed, trace(seed)),
          broken);
    }
  }

  private static String trace(long seed) {
    return LogSimulation.trace(seed, LogFlaw.NONE);
  }
}
