package io.busline.simulation;

import java.util.ArrayList;
import java.util.List;

/** One instance's membership in a group, as a broker sees it. */
final class Session {
  final String name;

  /** What was taken away and has not been told. */
  private final List<HandOver> lost = new ArrayList<>();

  private final Runnable wakeup;

  Session(String name, Runnable wakeup) {
    this.name = name;
    this.wakeup = wakeup;
  }

  void wakeup() {
    wakeup.run();
  }

  void loses(HandOver handOver) {
    lost.add(handOver);
  }

  List<HandOver> takeLost() {
    if (lost.isEmpty()) {
      return List.of();
    }
    List<HandOver> taken = List.copyOf(lost);
    lost.clear();
    return taken;
  }

  @Override
  public String toString() {
    return name;
  }
}
