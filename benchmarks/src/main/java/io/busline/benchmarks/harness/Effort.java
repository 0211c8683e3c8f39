package io.busline.benchmarks.harness;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How much to do for one sample.
 *
 * @param sample how long a sample of a steady flow takes
 * @param divisor what fixed numbers of events are divided by; 1 for figures, more for a smoke test
 * @param folder where files are made
 */
public record Effort(Duration sample, int divisor, Path folder) {

  public long nanos() {
    return sample.toNanos();
  }

  public int events(int number) {
    return Math.max(1, number / divisor);
  }
}
