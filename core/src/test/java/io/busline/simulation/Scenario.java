package io.busline.simulation;

import static io.busline.simulation.Schedule.MICROS;
import static io.busline.simulation.Schedule.MILLIS;
import static io.busline.simulation.Schedule.SECONDS;

import io.busline.delivery.MachineSettings;

/**
 * What a seed's run is like. Small on purpose: few events on few keys meet as many coincidences as
 * many on many, and leave time for more seeds.
 *
 * @param ordered whether events of a key are handled in order
 * @param leaseNanos after how long a broker takes back what it does not hear of
 * @param healAt when faults end
 * @param defers whether the broker keeps keys back
 */
record Scenario(
    Weather weather,
    int groups,
    int instances,
    MachineSettings bounds,
    boolean ordered,
    Traffic traffic,
    Retries retries,
    Handling handling,
    Rates rates,
    long leaseNanos,
    long healAt,
    boolean defers) {

  /** How much goes wrong. */
  enum Weather {
    /** Nothing, except that handlers fail. Instances come, go and pause, as they should. */
    CALM,
    /** Some handlers do not return in time. */
    SLUGGISH,
    /** Anything. */
    STORMY
  }

  /**
   * What is published.
   *
   * @param every the mean time between two events
   * @param deduplicates whether the broker stores an event with a known id again
   */
  record Traffic(int events, int keys, long every, int inFlight, boolean deduplicates) {}

  /**
   * What becomes of failures.
   *
   * @param attempts how often an event is tried
   * @param delay after how long the second time
   * @param durable whether the broker remembers attempts
   * @param discards whether what fails for good is let go instead of kept as a dead letter
   */
  record Retries(int attempts, long delay, boolean durable, boolean discards) {}

  /**
   * What handlers do.
   *
   * @param mean how long one takes
   * @param spikes how often one takes much longer
   * @param flaky how many events fail at first, and recover
   * @param poison how many events fail always
   * @param hopeless how many fail in a way that no attempt can mend
   * @param hangs how many handlings do not return for long
   */
  record Handling(
      long mean, double spikes, double flaky, double poison, double hopeless, double hangs) {}

  /**
   * How often each fault strikes where it can.
   *
   * @param drops a delivery is lost on the way
   * @param echoes a delivery comes twice
   * @param lostAcks acknowledgements are lost on the way
   * @param badLetters a dead letter is not stored, or nobody learns that it was
   * @param silences nobody says what became of a dead letter
   * @param refusals the broker refuses to store
   * @param lostRequests a publish is lost on the way
   * @param lostAnswers the confirmation of a publish is lost on the way
   * @param detours something is far later than it should be
   * @param deaths a worker's thread ends in the middle
   * @param throwing what the machine asks for is not done, and something is thrown
   */
  record Rates(
      double drops,
      double echoes,
      double lostAcks,
      double badLetters,
      double silences,
      double refusals,
      double lostRequests,
      double lostAnswers,
      double detours,
      double deaths,
      double throwing) {

    private static final Rates NONE = new Rates(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static Rates of(Chance c) {
      return new Rates(
          c.rate(0.1),
          c.rate(0.1),
          c.rate(0.2),
          c.rate(0.6),
          c.rate(0.3),
          c.rate(0.3),
          c.rate(0.2),
          c.rate(0.2),
          c.rate(0.1),
          c.rate(0.03),
          c.rate(0.1));
    }
  }

  static Scenario of(Chance c) {
    int dice = c.below(10);
    Weather weather = dice < 2 ? Weather.CALM : dice < 4 ? Weather.SLUGGISH : Weather.STORMY;
    boolean calm = weather == Weather.CALM;
    long timeout = calm ? 10 * SECONDS : c.oneOf(2 * MILLIS, 30 * MILLIS, 100 * MILLIS, SECONDS);
    boolean whole = c.of(0.2);
    return new Scenario(
        weather,
        c.from(1, 2),
        c.from(1, 3),
        new MachineSettings(c.from(1, 4), c.from(1, 24), c.from(1, 8), timeout, whole),
        c.of(0.9),
        new Traffic(
            c.from(5, 40),
            c.from(1, 6),
            c.oneOf(0, 50 * MICROS, 5 * MILLIS),
            c.from(1, 8),
            c.of(0.7)),
        new Retries(c.from(1, 4), c.oneOf(0, MILLIS, 40 * MILLIS), c.of(0.5), c.of(0.1)),
        handling(c, calm),
        weather == Weather.STORMY ? Rates.of(c) : Rates.NONE,
        calm ? 30 * SECONDS : c.oneOf(300 * MILLIS, SECONDS),
        c.between(50 * MILLIS, 1500 * MILLIS),
        c.of(0.7));
  }

  private static Handling handling(Chance c, boolean calm) {
    return new Handling(
        c.oneOf(20 * MICROS, 20 * MICROS, MILLIS, 10 * MILLIS),
        c.rate(0.1),
        c.rate(0.4),
        c.rate(0.2),
        c.rate(0.1),
        calm ? 0 : c.rate(0.15));
  }
}
