package io.busline.simulation;

/** What happened in a run, line by line; written only when a run is replayed for reading. */
public final class Trace {
  public final boolean on;
  private final StringBuilder lines = new StringBuilder();

  public Trace(boolean on) {
    this.on = on;
  }

  public void add(long nanos, String what) {
    lines.append("%13.3f ms  %s%n".formatted(nanos / (double) Schedule.MILLIS, what));
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
