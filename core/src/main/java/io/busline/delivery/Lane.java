package io.busline.delivery;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The deliveries of one key, in order. At most those of one batch are beyond those that wait. */
final class Lane implements Iterable<Delivery> {
  final String key;

  /** How many of the lane are ready, parked, running or dying; while any is, the rest waits. */
  int active;

  /** Whether the broker keeps what came behind those that are here. */
  boolean deferred;

  /** Those that wait; made for the first, as most keys never have two at a time. */
  private @Nullable ArrayDeque<Delivery> waiting;

  Lane(String key) {
    this.key = key;
  }

  private ArrayDeque<Delivery> waiting() {
    if (waiting == null) {
      waiting = new ArrayDeque<>(4);
    }
    return waiting;
  }

  boolean isEmpty() {
    return waiting == null || waiting.isEmpty();
  }

  void add(Delivery delivery) {
    waiting().add(delivery);
  }

  void addFirst(Delivery delivery) {
    waiting().addFirst(delivery);
  }

  @Nullable Delivery peek() {
    return waiting == null ? null : waiting.peek();
  }

  @Nullable Delivery poll() {
    return waiting == null ? null : waiting.poll();
  }

  void remove(Delivery delivery) {
    waiting().remove(delivery);
  }

  void clear() {
    waiting = null;
  }

  @Override
  public Iterator<Delivery> iterator() {
    return waiting == null ? List.<Delivery>of().iterator() : waiting.iterator();
  }
}
