package io.busline.simulation;

/** What happened in a run, line by line; written only when a run is replayed for reading. */
final class Trace {
  final boolean on;
  private final StringBuilder lines = new StringBuilder();

  Trace(boolean on) {
    this.on = on;
  }

  void add(long nanos, String what) {
    lines.append("%13.3f ms  %s%n".formatted(nanos / (double) Schedule.MILLIS, what));
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
