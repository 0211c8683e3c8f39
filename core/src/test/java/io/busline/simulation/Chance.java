package io.busline.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of a run, from its seed. */
public final class Chance {
  private final SplittableRandom random;

  public Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** True with a probability of 0 to 1. */
  public boolean of(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** From 0 to below the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** From the first to the last, both included. */
  public int from(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  /** From the first to below the bound. */
  public long between(long first, long bound) {
    return random.nextLong(first, bound);
  }

  /** Anything up to the double. */
  public long around(long mean) {
    return mean <= 0 ? 0 : random.nextLong(2 * mean + 1);
  }

  public long oneOf(long... values) {
    return values[random.nextInt(values.length)];
  }

  /** Zero half of the time, else anything up to the most. */
  public double rate(double most) {
    return random.nextBoolean() ? 0 : random.nextDouble() * most;
  }

  public <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Takes an element out of a list, the last one into its place. */
  public <T> T takeFrom(List<T> values) {
    int last = values.size() - 1;
    T taken = values.set(random.nextInt(last + 1), values.get(last));
    values.remove(last);
    return taken;
  }
}
