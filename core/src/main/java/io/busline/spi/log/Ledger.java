package io.busline.spi.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a group has done of one topic, slot by slot: how far each slot was read, and what of that is
 * still open, either held by an instance or to be read again. Events are known by their place in
 * the log. For brokers that keep a log and lease its slots to the instances of a group. Pure, and
 * not safe for use by several threads.
 *
 * <p>Only what is open is written down, so the size follows what is in flight and not what was done
 * around it.
 */
public final class Ledger {

  private final long[] readTo = new long[Slots.COUNT];
  private final NavigableMap<Long, Integer> held = new TreeMap<>();
  private final NavigableMap<Long, Integer> again = new TreeMap<>();

  /**
   * A part of a topic to be read next.
   *
   * @param slots the slots whose events are wanted
   * @param after the place after which to begin
   * @param through the last place to look at
   */
  public record Span(int slots, long after, long through) {}

  private Ledger() {}

  /**
   * A ledger in which nothing is open.
   *
   * @param seq the place up to which everything counts as done
   * @return the ledger
   */
  public static Ledger startingAfter(long seq) {
    Ledger ledger = new Ledger();
    Arrays.fill(ledger.readTo, seq);
    return ledger;
  }

  /**
   * The same in another object, but nothing is held.
   *
   * @return the copy, in which what was held is to be read again
   */
  public Ledger copy() {
    Ledger copy = new Ledger();
    copy.adopt(this, Slots.ALL);
    return copy;
  }

  /**
   * Up to where everything is done.
   *
   * @return the place before the first that is open or was not read
   */
  public long position() {
    long position = Arrays.stream(readTo).min().orElseThrow();
    position = held.isEmpty() ? position : Math.min(position, held.firstKey() - 1);
    return again.isEmpty() ? position : Math.min(position, again.firstKey() - 1);
  }

  /**
   * How far the slot was read that was read furthest.
   *
   * @return the position
   */
  public long furthest() {
    return Arrays.stream(readTo).max().orElseThrow();
  }

  /**
   * Forgets what is known of some slots beyond a position.
   *
   * @param slots the slots
   * @param position the last position that is still known
   */
  public void rewind(int slots, long position) {
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (Slots.contains(slots, slot)) {
        readTo[slot] = Math.min(readTo[slot], position);
      }
    }
    for (var entries : List.of(held, again)) {
      entries.tailMap(position, false).values().removeIf(slot -> Slots.contains(slots, slot));
    }
  }

  /**
   * The slots that lag most, and how far they can be read before others lag as much.
   *
   * @param slots the slots to choose from
   * @return what to read
   */
  public Span next(int slots) {
    long after = Long.MAX_VALUE;
    long through = Long.MAX_VALUE;
    int furthestBack = 0;
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (!Slots.contains(slots, slot)) {
        continue;
      }
      if (readTo[slot] < after) {
        through = after;
        after = readTo[slot];
        furthestBack = 1 << slot;
      } else if (readTo[slot] == after) {
        furthestBack |= 1 << slot;
      } else {
        through = Math.min(through, readTo[slot]);
      }
    }
    return new Span(furthestBack, after, through);
  }

  /**
   * Notes that slots were read up to a place; what was found is told by {@link #arrived}.
   *
   * @param slots the slots
   * @param seq the last place that was looked at
   */
  public void read(int slots, long seq) {
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (Slots.contains(slots, slot)) {
        readTo[slot] = Math.max(readTo[slot], seq);
      }
    }
  }

  /**
   * Whether a place was not read yet.
   *
   * @param slot the slot of the event there
   * @param seq the place
   * @return true if the slot was not read that far
   */
  public boolean isNew(int slot, long seq) {
    return seq > readTo[slot];
  }

  /**
   * Whether an event was read and is not open.
   *
   * @param slot its slot
   * @param seq its place
   * @return true if it is done
   */
  public boolean isDone(int slot, long seq) {
    return !isNew(slot, seq) && !held.containsKey(seq) && !again.containsKey(seq);
  }

  /**
   * Notes that an event is held.
   *
   * @param slot its slot
   * @param seq its place
   */
  public void arrived(int slot, long seq) {
    again.remove(seq);
    held.put(seq, slot);
  }

  /**
   * Notes that an event is done.
   *
   * @param seq its place
   * @return false if it was not open
   */
  public boolean done(long seq) {
    return held.remove(seq) != null || again.remove(seq) != null;
  }

  /**
   * Notes that an event is held no more and to be read again.
   *
   * @param seq its place
   */
  public void released(long seq) {
    Integer slot = held.remove(seq);
    if (slot != null) {
      again.put(seq, slot);
    }
  }

  /**
   * What must be read again of some slots.
   *
   * @param slots the slots
   * @param limit how many at most
   * @return places and their slots, in order; a copy
   */
  public List<Map.Entry<Long, Integer>> again(int slots, int limit) {
    List<Map.Entry<Long, Integer>> wanted = new ArrayList<>();
    for (Map.Entry<Long, Integer> entry : again.entrySet()) {
      if (wanted.size() == limit) {
        break;
      }
      if (Slots.contains(slots, entry.getValue())) {
        wanted.add(Map.entry(entry.getKey(), entry.getValue()));
      }
    }
    return wanted;
  }

  /**
   * How far slots were read.
   *
   * @return places, and the mask of the slots that were read so far
   */
  public Map<Long, Integer> slotsByReadTo() {
    Map<Long, Integer> slots = new TreeMap<>();
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      slots.merge(readTo[slot], 1 << slot, (a, b) -> a | b);
    }
    return slots;
  }

  /**
   * How many events are open, held or not.
   *
   * @return the number
   */
  public int open() {
    return held.size() + again.size();
  }

  /**
   * Takes over what another ledger says about some slots; nothing of them is held afterwards.
   *
   * @param other the other ledger
   * @param slots the slots
   */
  public void adopt(Ledger other, int slots) {
    held.values().removeIf(slot -> Slots.contains(slots, slot));
    again.values().removeIf(slot -> Slots.contains(slots, slot));
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (Slots.contains(slots, slot)) {
        readTo[slot] = other.readTo[slot];
      }
    }
    for (var entries : List.of(other.held, other.again)) {
      entries.forEach(
          (seq, slot) -> {
            if (Slots.contains(slots, slot)) {
              again.put(seq, slot);
            }
          });
    }
  }

  /**
   * Writes everything beyond {@link #position}: runs of slots and how far they were read, then what
   * is open; numbers as differences in groups of seven bits.
   *
   * @return the bytes
   */
  public byte[] encode() {
    NavigableMap<Long, Integer> open = new TreeMap<>(held);
    open.putAll(again);
    return LedgerFormat.write(position(), readTo, open);
  }

  /**
   * Reads what {@link #encode} wrote; what was held is to be read again.
   *
   * @param position what {@link #position} was
   * @param state the bytes
   * @return the ledger
   * @throws io.busline.error.DecodingException if the bytes are something else
   */
  public static Ledger decode(long position, byte[] state) {
    Ledger ledger = new Ledger();
    LedgerFormat.read(position, state, ledger.readTo, ledger.again);
    return ledger;
  }
}
