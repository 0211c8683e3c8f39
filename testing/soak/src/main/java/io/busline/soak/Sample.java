package io.busline.soak;

/**
 * What a process said of its health.
 *
 * @param at when, in microseconds of the machine's monotonic clock
 * @param status UP, DEGRADED or DOWN
 * @param text the problems
 */
record Sample(long at, String status, String text) {
  boolean isUp() {
    return status.equals("UP");
  }

  boolean isDown() {
    return status.equals("DOWN");
  }
}
