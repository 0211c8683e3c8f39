package io.busline.benchmarks.harness;

import java.util.Locale;

/** What a number of a scenario means. */
public enum Unit {
  EVENTS_PER_SECOND("events/s", true),
  NANOS("ns/event", false),
  MICROS("µs", false),
  MILLIS("ms", false),
  PERCENT("% of a core", false);

  private final String label;
  private final boolean higherIsBetter;

  Unit(String label, boolean higherIsBetter) {
    this.label = label;
    this.higherIsBetter = higherIsBetter;
  }

  String label() {
    return label;
  }

  boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** Three digits say all that a benchmark knows. */
  public static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1_000_000) {
      return String.format(Locale.ROOT, "%.2f M", value / 1_000_000);
    }
    if (size >= 10_000) {
      return String.format(Locale.ROOT, "%,d", Math.round(value / 100) * 100);
    }
    return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }
}
