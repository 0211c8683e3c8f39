package io.busline.benchmarks.harness;

import io.busline.benchmarks.harness.Neighbours.Ticks;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures the scenarios of a suite in turns, so that whatever changes on the machine meets all of
 * them; every other round goes backwards, so that each has each neighbour.
 */
public final class Rounds {

  /** How often a sample is taken again because others were using the machine. */
  private static final int TRIES = 6;

  /** The part of the time that the compiler may take of what is measured. */
  private static final double SETTLED = 0.02;

  /** How many times the time of warming up one scenario it may take to settle all. */
  private static final int SETTLING_FACTOR = 10;

  private final int rounds;
  private final Duration patience;
  private final long warmUpNanos;
  private int disturbed;

  /**
   * Rounds to come.
   *
   * @param rounds how many
   * @param patience how long to wait for an idle machine
   * @param warmUp for how long each scenario runs before it counts; at least one sample, but none
   *     if it is zero
   */
  public Rounds(int rounds, Duration patience, Duration warmUp) {
    this.rounds = rounds;
    this.patience = patience;
    this.warmUpNanos = warmUp.toNanos();
  }

  private record Running(Scenario scenario, Subject subject, List<Sample> samples) {}

  public SuiteResult run(Suite suite, List<Scenario> scenarios) throws Exception {
    List<Running> running = new ArrayList<>();
    try {
      for (Scenario scenario : scenarios) {
        running.add(new Running(scenario, scenario.opening().open(), new ArrayList<>()));
      }
      if (warmUpNanos > 0) {
        warmUp(running.stream().filter(one -> one.subject.warmsUp()).toList());
      }
      measure(suite, running);
    } finally {
      running.forEach(one -> one.subject.close());
    }
    Map<Scenario, List<Sample>> samples = new LinkedHashMap<>();
    running.forEach(one -> samples.put(one.scenario, one.samples));
    return SuiteResult.of(suite, samples, disturbed);
  }

  /**
   * Each alone first; then in turns, as they will be measured, until the compiler has little to do:
   * what is compiled beside a sample is paid for by it, the more the more code there is.
   */
  private void warmUp(List<Running> running) throws Exception {
    for (Running one : running) {
      long start = System.nanoTime();
      do {
        one.subject.sample();
      } while (System.nanoTime() - start < warmUpNanos);
    }
    long end = System.nanoTime() + SETTLING_FACTOR * warmUpNanos;
    boolean settled = false;
    while (!settled && System.nanoTime() - end < 0) {
      settled = turn(running) <= SETTLED;
    }
  }

  /** Samples each once; returns how much of the time the compiler was busy. */
  private static double turn(List<Running> running) throws Exception {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long start = System.nanoTime();
    long before = compiler.getTotalCompilationTime();
    for (Running one : running) {
      one.subject.sample();
    }
    double millis = (System.nanoTime() - start) / 1e6;
    return (compiler.getTotalCompilationTime() - before) / millis;
  }

  private void measure(Suite suite, List<Running> running) throws Exception {
    List<Running> order = new ArrayList<>(running);
    int times = Math.min(rounds, suite.maxRounds());
    for (int round = 1; round <= times; round++) {
      System.err.printf("%s: round %d of %d%n", suite.name(), round, times);
      for (Running one : order) {
        one.samples.add(undisturbed(one.subject));
      }
      Collections.reverse(order);
    }
  }

  private Sample undisturbed(Subject subject) throws Exception {
    Sample best = null;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      if (i > 0) {
        Neighbours.awaitQuiet(patience);
      }
      System.gc();
      Ticks before = Ticks.now();
      Sample sample = subject.sample();
      double others = Ticks.now().othersShareSince(before);
      if (best == null || others < least) {
        best = sample;
        least = others;
      }
      if (others <= Neighbours.TOLERATED || patience.isZero()) {
        break;
      }
    }
    disturbed += least > Neighbours.TOLERATED ? 1 : 0;
    return Objects.requireNonNull(best);
  }
}
