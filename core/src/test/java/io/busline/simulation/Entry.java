package io.busline.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a broker knows of an event in a group. */
final class Entry {
  final Fate fate;
  final List<HandOver> handOvers = new ArrayList<>(1);
  @Nullable Session holder;

  /** Grows whenever the event changes hands, so that an earlier holder has no say. */
  int epoch;

  long leaseUntil;
  int attempts;
  long notBefore;
  boolean done;

  Entry(Fate fate) {
    this.fate = fate;
  }

  int key() {
    return fate.event.key();
  }

  /** Whether what was handed over will not be seen. */
  boolean isDropped() {
    return handOvers.get(0).dropped;
  }
}
