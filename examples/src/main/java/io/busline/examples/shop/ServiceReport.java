package io.busline.examples.shop;

import java.time.Duration;

/**
 * What one service did since it was started.
 *
 * @param service its name
 * @param published how many events it published
 * @param handled how many events its handlers returned from
 * @param retried how often a handler failed and was to try again
 * @param deadLettered how many events it gave up
 * @param handlingNanos how long its handlers worked, in nanoseconds
 */
public record ServiceReport(
    String service,
    long published,
    long handled,
    long retried,
    long deadLettered,
    long handlingNanos) {

  /**
   * How long a handler took, by the mean.
   *
   * @return the time, zero if nothing was handled
   */
  public Duration meanHandling() {
    return Duration.ofNanos(handled == 0 ? 0 : handlingNanos / handled);
  }
}
