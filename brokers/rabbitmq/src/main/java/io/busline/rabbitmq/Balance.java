package io.busline.rabbitmq;

import java.util.Comparator;
import java.util.List;

/**
 * Sees to it that each instance of a group has its share of the queues. A queue gives its messages
 * to the instance that began to consume it first, and when that leaves, to the next in line. So an
 * instance that has more than its share leaves some queues, once nothing of them is held, and goes
 * to the end of the line. One that takes nothing, because its handlers are busy or it is paused,
 * leaves what it does not hold, and does not come back before it takes something.
 */
final class Balance {
  private static final long LOOK_NANOS = 500_000_000;

  /** Shorter, and a handler that is slow once makes its instance leave. */
  private static final long BUSY_NANOS = 1_000_000_000;

  private final Origin origin;
  private final List<Partition> partitions;
  private long nextLook = System.nanoTime() + LOOK_NANOS;
  private long roomAt = System.nanoTime();
  private boolean away;

  Balance(Origin origin, List<Partition> partitions) {
    this.origin = origin;
    this.partitions = partitions;
  }

  /** When to look the next time. */
  long nextLook() {
    return nextLook;
  }

  /** Whether all queues should be consumed, given whether there is room for what they give. */
  boolean wantsAll(boolean room) {
    if (room) {
      roomAt = System.nanoTime();
      away = false;
    }
    return !away;
  }

  /** Something is not held any more, so this is a good time to give it up. */
  void lookNow() {
    nextLook = System.nanoTime();
  }

  /**
   * Looks, if it is time, and gives up what is others'; blocks for some answers then. What a queue
   * gives is not taken before it is known that this instance keeps the queue.
   */
  void look() {
    long now = System.nanoTime();
    if (now - nextLook < 0 && partitions.stream().noneMatch(Partition::isUndecided)) {
      return;
    }
    nextLook = now + LOOK_NANOS;
    List<Partition> active = partitions.stream().filter(Partition::isActive).toList();
    boolean busy = now - roomAt > BUSY_NANOS;
    if (away) {
      leave();
    } else if (origin.isShared() && (active.size() > 1 || busy)) {
      share(active, busy);
    } else {
      active.forEach(partition -> partition.keep(true));
    }
  }

  private void leave() {
    partitions.stream().filter(Partition::isFree).forEach(Partition::close);
  }

  private void share(List<Partition> active, boolean busy) {
    int instances = Math.max(1, origin.instances());
    if (busy && instances > 1) {
      away = true;
      origin.close();
      leave();
    } else {
      int share = (partitions.size() + instances - 1) / instances;
      giveUp(active, active.size() - share);
    }
  }

  /** Those first of which least is held; what is held is finished before. */
  private static void giveUp(List<Partition> active, int surplus) {
    List<Partition> leaving =
        active.stream()
            .filter(Partition::mayGiveUp)
            .sorted(Comparator.comparingInt(Partition::heldCount))
            .limit(Math.max(0, surplus))
            .toList();
    for (Partition partition : active) {
      partition.keep(!leaving.contains(partition));
    }
    leaving.stream().filter(Partition::isFree).forEach(Partition::giveUp);
  }
}
