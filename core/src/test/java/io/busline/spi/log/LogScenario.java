package io.busline.spi.log;

import static io.busline.simulation.Schedule.MILLIS;
import static io.busline.simulation.Schedule.SECONDS;

import io.busline.simulation.Chance;

/**
 * What a seed's run is like. Small on purpose: few events on few keys meet as many coincidences as
 * many on many, and leave time for more seeds.
 *
 * @param instances how many there are in the end
 * @param latest whether the group begins with what comes next
 * @param pollEvery the mean time between two polls while nothing happens
 * @param room how many events a member holds at most
 * @param healAt when faults end
 */
record LogScenario(
    Weather weather,
    int instances,
    boolean latest,
    boolean virtualTime,
    long pollEvery,
    int room,
    Traffic traffic,
    Handling handling,
    Rates rates,
    long healAt) {

  static final long LEASE = 9 * SECONDS;

  /** How often an event is tried before it is given up. */
  static final int ATTEMPTS = 3;

  /** How much goes wrong. */
  enum Weather {
    /** Nothing. Instances come and go as they should, and handlers fail. */
    CALM,
    /** Members crash and sleep, and the servers are out of reach. */
    STORMY,
    /** In addition, the log or the registry is put back to an older copy, or lost. */
    RESTORED
  }

  /**
   * What is stored.
   *
   * @param every the mean time between two events
   * @param foreign how many are of no interest
   * @param keyless how many have no key
   */
  record Traffic(int events, int keys, long every, double foreign, double keyless) {}

  /**
   * What handlers do.
   *
   * @param mean how long one takes
   * @param hangs how many take longer than a lease
   * @param fails how many are to be tried again
   * @param releases how many are given back untouched
   * @param poison how many events end the process that tries them
   * @param defers how many keys are kept back that fail
   */
  record Handling(
      long mean, double hangs, double fails, double releases, double poison, double defers) {}

  /**
   * How often each fault strikes where it can.
   *
   * @param refused a question is not answered
   * @param unheard something is done, and nobody hears of it
   * @param late an answer takes up to some seconds
   * @param lostSignals nobody is told that something changed
   * @param crashes the process ends in the middle of a question
   * @param partial only a part of what is there is found
   */
  record Rates(
      double refused,
      double unheard,
      double late,
      double lostSignals,
      double crashes,
      double partial) {

    private static Rates of(Chance c, boolean calm) {
      return calm
          ? new Rates(0, 0, c.rate(0.1), c.rate(1), 0, c.rate(0.5))
          : new Rates(c.rate(0.1), c.rate(0.1), c.rate(0.2), c.rate(1), c.rate(0.003), c.rate(0.5));
    }
  }

  static LogScenario of(Chance c) {
    int dice = c.below(10);
    Weather weather = dice < 2 ? Weather.CALM : dice < 6 ? Weather.STORMY : Weather.RESTORED;
    boolean calm = weather == Weather.CALM;
    return new LogScenario(
        weather,
        c.from(2, 4),
        weather != Weather.RESTORED && c.of(0.3),
        c.of(0.2),
        c.oneOf(300 * MILLIS, SECONDS, 2 * SECONDS),
        c.from(1, 12),
        new Traffic(
            c.from(5, 30),
            c.from(1, 6),
            c.oneOf(MILLIS, 500 * MILLIS, 3 * SECONDS),
            c.rate(0.6),
            c.rate(0.3)),
        new Handling(
            c.oneOf(MILLIS, 200 * MILLIS, 2 * SECONDS),
            calm ? 0 : c.rate(0.1),
            c.rate(0.3),
            c.rate(0.2),
            calm ? 0 : c.rate(0.06),
            c.rate(1)),
        Rates.of(c, calm),
        c.between(2 * LEASE, 10 * LEASE));
  }
}
