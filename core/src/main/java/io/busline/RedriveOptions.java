package io.busline;

import io.busline.error.ConfigurationException;

/**
 * How dead letters are redriven.
 *
 * @param dryRun whether only to say what would be done
 * @param perSecond how many a second at most; 0 for as fast as they are confirmed
 */
public record RedriveOptions(boolean dryRun, int perSecond) {

  /**
   * Checks the rate.
   *
   * @throws ConfigurationException if it is below zero
   */
  public RedriveOptions {
    if (perSecond < 0) {
      throw new ConfigurationException(
          "a redrive of %d events a second is not possible: use 1 or more, or 0 for no limit"
              .formatted(perSecond));
    }
  }

  /**
   * At once, as fast as confirmed.
   *
   * @return the options
   */
  public static RedriveOptions now() {
    return new RedriveOptions(false, 0);
  }

  /**
   * Only say what would be done.
   *
   * @return the options
   */
  public static RedriveOptions rehearsal() {
    return new RedriveOptions(true, 0);
  }
}
