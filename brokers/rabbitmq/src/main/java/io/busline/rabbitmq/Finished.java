package io.busline.rabbitmq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Which deliveries of a channel are finished, so that one acknowledgement can stand for many: the
 * server takes one for everything up to a number. Pure; not safe for use by several threads.
 */
final class Finished {

  /** Everything up to here is acknowledged. */
  private long upTo;

  /** What is acknowledged beyond. */
  private final TreeSet<Long> beyond = new TreeSet<>();

  /**
   * An acknowledgement to send.
   *
   * @param tag of what
   * @param multiple whether of everything before it, too
   */
  record Ack(long tag, boolean multiple) {}

  /** Takes note of deliveries that were not finished before; returns what to tell the server. */
  List<Ack> add(Collection<Long> tags) {
    beyond.addAll(tags);
    while (!beyond.isEmpty() && beyond.first() == upTo + 1) {
      upTo++;
      beyond.remove(upTo);
    }
    List<Ack> acks = new ArrayList<>();
    long last = 0;
    for (long tag : tags) {
      if (tag > upTo) {
        acks.add(new Ack(tag, false));
      } else {
        last = Math.max(last, tag);
      }
    }
    if (last > 0) {
      acks.add(new Ack(last, true));
    }
    return acks;
  }
}
