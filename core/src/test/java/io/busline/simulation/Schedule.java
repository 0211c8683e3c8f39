package io.busline.simulation;

import java.util.PriorityQueue;

/** What happens when, and the time. Of what is due at the same time, chance says which is first. */
public final class Schedule {
  public static final long MICROS = 1_000;
  public static final long MILLIS = 1_000_000;
  public static final long SECONDS = 1_000_000_000;

  private final Chance chance;
  private final PriorityQueue<Item> items = new PriorityQueue<>(256);
  private long now;

  private record Item(long time, int tie, Runnable what) implements Comparable<Item> {
    @Override
    public int compareTo(Item other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Integer.compare(tie, other.tie);
    }
  }

  public Schedule(Chance chance) {
    this.chance = chance;
  }

  public long now() {
    return now;
  }

  public void at(long time, Runnable what) {
    items.add(new Item(Math.max(now, time), chance.below(Integer.MAX_VALUE), what));
  }

  public void in(long delay, Runnable what) {
    at(now + delay, what);
  }

  /** Lets the next thing happen; false if there is none. */
  public boolean next() {
    Item item = items.poll();
    if (item == null) {
      return false;
    }
    now = item.time;
    item.what.run();
    return true;
  }
}
