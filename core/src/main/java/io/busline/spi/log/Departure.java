package io.busline.spi.log;

import io.busline.error.BrokerException;

/** What a consumer does before it leaves its group, so that nobody has to wait for its lease. */
final class Departure {

  private static final System.Logger LOG = System.getLogger(Departure.class.getName());

  private Departure() {}

  /** Does a step, or leaves it to the end of the lease. */
  static void step(Runnable step) {
    try {
      step.run();
    } catch (BrokerException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a consumer could not leave its group, so its events wait for its lease to end: {0}",
          e.getMessage());
    }
  }
}
