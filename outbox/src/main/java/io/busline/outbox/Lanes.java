package io.busline.outbox;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events that a relay has read and not yet published. Those of one key go one after another;
 * different keys never wait for one another. For the relay's thread.
 */
final class Lanes {
  private final Map<String, Lane> byKey = new HashMap<>();
  private final Set<Lane> all = new HashSet<>();

  /** Those of which events were left out, for want of room. */
  private final Set<Lane> shortened = new HashSet<>();

  private final Deque<Lane> ready = new ArrayDeque<>();
  private final PriorityQueue<Lane> waiting =
      new PriorityQueue<>(Comparator.comparingLong((Lane lane) -> lane.retryAt));
  private final Map<Integer, Integer> busyBySlot = new HashMap<>();
  private int held;
  private int failing;
  private long bytes;

  /** Takes what was read. */
  void add(Row row) {
    Lane lane =
        row.key() == null
            ? new Lane(row.slot(), null)
            : byKey.computeIfAbsent(row.key(), key -> new Lane(row.slot(), key));
    all.add(lane);
    add(lane, row);
  }

  private void add(Lane lane, Row row) {
    if (lane.add(row)) {
      held++;
      bytes += row.bytes();
      queue(lane);
    } else {
      shortened.add(lane);
    }
  }

  /** Takes what was left out before, or some of it. */
  void addLeftOut(Lane lane, List<Row> rows, boolean more) {
    lane.leftOutAfter = 0;
    shortened.remove(lane);
    rows.forEach(row -> add(lane, row));
    if (more && lane.leftOutAfter == 0) {
      lane.leftOutAfter = rows.get(rows.size() - 1).seq();
      shortened.add(lane);
    }
    remove(lane);
  }

  private void queue(Lane lane) {
    if (!lane.busy && !lane.queued && !lane.rows.isEmpty()) {
      lane.queued = true;
      ready.add(lane);
    }
  }

  boolean hasRoom() {
    return held < RelaySettings.MAX_HELD && bytes < RelaySettings.MAX_HELD_BYTES;
  }

  /** The next key that an event may be sent of, or null. Whoever takes it sends or puts it back. */
  @Nullable Lane next(long now) {
    while (!waiting.isEmpty() && waiting.peek().retryAt - now <= 0) {
      ready.add(waiting.remove());
    }
    Lane lane = ready.poll();
    while (lane != null && lane.dropped) {
      lane = ready.poll();
    }
    if (lane != null) {
      lane.queued = false;
    }
    return lane;
  }

  void putBack(Lane lane) {
    lane.queued = true;
    ready.addFirst(lane);
  }

  /** When the next retry is due; null if none waits. */
  @Nullable Long nextRetry() {
    Lane first = waiting.peek();
    return first == null ? null : first.retryAt;
  }

  /** Whether a key waits for another attempt, or is on its way again after one that failed. */
  boolean areFailing() {
    return failing > 0;
  }

  void sent(Lane lane) {
    lane.busy = true;
    busyBySlot.merge(lane.slot, 1, Integer::sum);
  }

  void answered(Lane lane) {
    lane.busy = false;
    busyBySlot.merge(lane.slot, -1, Integer::sum);
  }

  /** Its first event is dealt with. */
  void done(Lane lane) {
    Row row = lane.rows.remove();
    failing -= lane.failures > 0 ? 1 : 0;
    lane.failures = 0;
    held--;
    bytes -= row.bytes();
    queue(lane);
    remove(lane);
  }

  private void remove(Lane lane) {
    if (lane.isOver()) {
      all.remove(lane);
      byKey.remove(lane.key, lane);
    }
  }

  /** Its first event, which waits for a retry, is not tried again. */
  void givenUp(Lane lane) {
    waiting.remove(lane);
    lane.queued = false;
    done(lane);
  }

  /** Its first event is to be sent again, later. */
  void retry(Lane lane, Row first, long at) {
    lane.rows.remove();
    lane.rows.addFirst(first);
    failing += lane.failures == 0 ? 1 : 0;
    lane.failures++;
    lane.retryAt = at;
    lane.queued = true;
    waiting.add(lane);
  }

  /**
   * Keeps only its first event, which may be tried for minutes: some keys that fail would take the
   * room of all others. The rest is read again.
   */
  void shorten(Lane lane) {
    if (lane.key == null || lane.rows.size() == 1) {
      return;
    }
    Row first = lane.rows.remove();
    held -= lane.rows.size();
    bytes -= lane.rows.stream().mapToLong(Row::bytes).sum();
    lane.rows.clear();
    lane.rows.add(first);
    lane.leftOutAfter = first.seq();
    shortened.add(lane);
  }

  /** Those of which events were left out, and that have room again. */
  List<Lane> wantingMore() {
    return shortened.stream().filter(Lane::wantsMore).toList();
  }

  /** Whether an event of a slot is on its way. */
  boolean isBusy(int slot) {
    return busyBySlot.getOrDefault(slot, 0) > 0;
  }

  /** Forgets a slot; only answers that are under way still count. */
  void drop(int slot) {
    for (Lane lane : List.copyOf(all)) {
      if (lane.slot == slot) {
        lane.dropped = true;
        failing -= lane.failures > 0 ? 1 : 0;
        held -= lane.rows.size();
        bytes -= lane.rows.stream().mapToLong(Row::bytes).sum();
        all.remove(lane);
        shortened.remove(lane);
        byKey.remove(lane.key, lane);
        waiting.remove(lane);
      }
    }
  }
}
