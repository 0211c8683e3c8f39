package io.busline.rabbitmq;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Which deliveries of a channel are finished, so that one acknowledgement can stand for many: the
 * server takes one for everything up to a number, and ends the channel if that very delivery was
 * acknowledged before. Pure; not safe for use by several threads.
 */
final class Finished {

  /** Everything up to here is finished. */
  private long upTo;

  /** The last delivery up to there that is not acknowledged, and how many there are. */
  private long last;

  private int together;

  /** What is finished beyond a gap, and whether it is acknowledged. */
  private final TreeMap<Long, Boolean> beyond = new TreeMap<>();

  private int untoldBeyond;

  /**
   * An acknowledgement to send.
   *
   * @param tag of what
   * @param multiple whether of everything before it, too
   */
  record Ack(long tag, boolean multiple) {}

  /** Takes note of a delivery that was not finished before. */
  void add(long tag) {
    if (tag != upTo + 1) {
      beyond.put(tag, false);
      untoldBeyond++;
      return;
    }
    moveOn(false);
    while (!beyond.isEmpty() && beyond.firstKey() == upTo + 1) {
      boolean told = beyond.pollFirstEntry().getValue();
      untoldBeyond -= told ? 0 : 1;
      moveOn(told);
    }
  }

  private void moveOn(boolean told) {
    upTo++;
    if (!told) {
      last = upTo;
      together++;
    }
  }

  /** For how many deliveries {@link #takeTogether} would be. */
  int together() {
    return together;
  }

  /** Whether there is anything the server does not know yet. */
  boolean isUntold() {
    return together > 0 || untoldBeyond > 0;
  }

  /** What to tell the server about everything without a gap before it; nothing if it knows. */
  List<Ack> takeTogether() {
    if (together == 0) {
      return List.of();
    }
    together = 0;
    return List.of(new Ack(last, true));
  }

  /** All that there is to tell the server. */
  List<Ack> takeAll() {
    List<Ack> acks = new ArrayList<>();
    if (untoldBeyond > 0) {
      beyond.forEach(
          (tag, told) -> {
            if (!told) {
              acks.add(new Ack(tag, false));
            }
          });
      beyond.replaceAll((tag, told) -> true);
      untoldBeyond = 0;
    }
    acks.addAll(takeTogether());
    return acks;
  }
}
