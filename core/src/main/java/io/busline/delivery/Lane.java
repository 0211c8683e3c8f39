package io.busline.delivery;

import java.util.ArrayDeque;

/** The deliveries of one key, in order. At most those of one batch are beyond {@link #waiting}. */
final class Lane {
  final String key;
  final ArrayDeque<Delivery> waiting = new ArrayDeque<>(4);

  /** How many of the lane are ready, parked, running or dying; while any is, the rest waits. */
  int active;

  Lane(String key) {
    this.key = key;
  }
}
