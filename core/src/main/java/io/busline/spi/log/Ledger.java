package io.busline.spi.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a group has done of one topic, slot by slot: how far each slot was read, and what of that is
 * still open, either held by an instance or to be read again. Events are known by their place in
 * the log. For brokers that keep a log and lease its slots to the instances of a group. Pure, and
 * not safe for use by several threads.
 *
 * <p>Only what is open is written down, so the size follows what is in flight and not what was done
 * around it.
 */
final class Ledger {

  private final SlotPositions readTo = new SlotPositions();
  private final NavigableMap<Long, Integer> held = new TreeMap<>();
  private final NavigableMap<Long, Integer> again = new TreeMap<>();
  private final KeysBehind behind = new KeysBehind();

  private Ledger() {}

  /**
   * A ledger in which nothing is open.
   *
   * @param seq the place up to which everything counts as done
   * @return the ledger
   */
  static Ledger startingAfter(long seq) {
    Ledger ledger = new Ledger();
    ledger.readTo.advance(Slots.ALL, seq);
    return ledger;
  }

  /** The same in another object, in which what was held is to be read again. */
  Ledger copy() {
    Ledger copy = new Ledger();
    copy.adopt(this, Slots.ALL);
    return copy;
  }

  /**
   * Up to where everything is done.
   *
   * @return the place before the first that is open or was not read
   */
  long position() {
    long position = readTo.nearest();
    position = held.isEmpty() ? position : Math.min(position, held.firstKey() - 1);
    position = Math.min(position, behind.first() - 1);
    return again.isEmpty() ? position : Math.min(position, again.firstKey() - 1);
  }

  /** The first event that is open; {@link Long#MAX_VALUE} if none is. */
  long firstOpen() {
    long first = behind.first();
    first = held.isEmpty() ? first : Math.min(first, held.firstKey());
    return again.isEmpty() ? first : Math.min(first, again.firstKey());
  }

  /**
   * How far the slot was read that was read furthest.
   *
   * @return the position
   */
  long furthest() {
    return readTo.furthest();
  }

  /**
   * Forgets what is known of some slots beyond a position.
   *
   * @param slots the slots
   * @param position the last position that is still known
   */
  void rewind(int slots, long position) {
    readTo.rewind(slots, position);
    for (var entries : List.of(held, again)) {
      entries.tailMap(position, false).values().removeIf(slot -> Slots.contains(slots, slot));
    }
    behind.rewind(slots, position);
  }

  /**
   * The slots that lag most, and how far they can be read before others lag as much.
   *
   * @param slots the slots to choose from
   * @return what to read
   */
  Span next(int slots) {
    return readTo.next(slots);
  }

  /**
   * Notes that slots were read up to a place; what was found is told by {@link #arrived}.
   *
   * @param slots the slots
   * @param seq the last place that was looked at
   */
  void read(int slots, long seq) {
    readTo.advance(slots, seq);
  }

  /**
   * Whether a place was not read yet.
   *
   * @param slot the slot of the event there
   * @param seq the place
   * @return true if the slot was not read that far
   */
  boolean isNew(int slot, long seq) {
    return seq > readTo.of(slot);
  }

  /**
   * Whether an event was read and is not open.
   *
   * @param slot its slot
   * @param seq its place
   * @return true if it is done
   */
  boolean isDone(int slot, long seq) {
    return !isNew(slot, seq) && !held.containsKey(seq) && !again.containsKey(seq);
  }

  /**
   * Notes that an event is held.
   *
   * @param slot its slot
   * @param seq its place
   */
  void arrived(int slot, long seq) {
    again.remove(seq);
    held.put(seq, slot);
  }

  /**
   * Notes that an event is done.
   *
   * @param seq its place
   * @return false if it was not open
   */
  boolean done(long seq) {
    return held.remove(seq) != null || again.remove(seq) != null;
  }

  /**
   * Notes that an event is held no more and to be read again.
   *
   * @param seq its place
   */
  void released(long seq) {
    Integer slot = held.remove(seq);
    if (slot != null) {
      again.put(seq, slot);
    }
  }

  /** The keys that are behind their slot. */
  KeysBehind behind() {
    return behind;
  }

  /** An event that was held waits for its key, and so does all behind it of the same key. */
  void deferred(int slot, long seq, long key) {
    held.remove(seq);
    again.remove(seq);
    behind.add(key, slot, seq);
  }

  /** Notes that an event has to wait, if its key is behind; false if it is not. */
  boolean isPassedOver(int slot, long seq, @Nullable String key) {
    if (key == null || behind.isEmpty()) {
      return false;
    }
    long hash = KeyHash.of(key);
    boolean waits = behind.get(hash) != null;
    if (waits) {
      behind.add(hash, slot, seq);
    }
    return waits;
  }

  /** An event that waited for its key is to be handed out. */
  void caughtUp(int slot, long seq, long key) {
    behind.taken(key, seq);
    again.put(seq, slot);
  }

  /**
   * What must be read again of some slots.
   *
   * @param slots the slots
   * @param limit how many at most
   * @return places and their slots, in order; a copy
   */
  List<Map.Entry<Long, Integer>> again(int slots, int limit) {
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
  Map<Long, Integer> slotsByReadTo() {
    return readTo.slots();
  }

  /** How many events are open, held or not, or wait for their key. */
  long open() {
    return held.size() + again.size() + behind.events();
  }

  /**
   * Takes over what another ledger says about some slots; nothing of them is held afterwards.
   *
   * @param other the other ledger
   * @param slots the slots
   */
  void adopt(Ledger other, int slots) {
    held.values().removeIf(slot -> Slots.contains(slots, slot));
    again.values().removeIf(slot -> Slots.contains(slots, slot));
    readTo.adopt(other.readTo, slots);
    for (var entries : List.of(other.held, other.again)) {
      entries.forEach(
          (seq, slot) -> {
            if (Slots.contains(slots, slot)) {
              again.put(seq, slot);
            }
          });
    }
    behind.adopt(other.behind, slots);
  }

  /**
   * Writes everything beyond {@link #position}: runs of slots and how far they were read, what is
   * open, and which keys are behind; numbers as differences in groups of seven bits.
   *
   * @return the bytes
   */
  byte[] encode() {
    NavigableMap<Long, Integer> open = new TreeMap<>(held);
    open.putAll(again);
    return LedgerFormat.write(position(), readTo.positions, open, behind);
  }

  /**
   * Reads what {@link #encode} wrote; what was held is to be read again.
   *
   * @param position what {@link #position} was
   * @param state the bytes
   * @return the ledger
   * @throws io.busline.error.DecodingException if the bytes are something else
   */
  static Ledger decode(long position, byte[] state) {
    Ledger ledger = new Ledger();
    LedgerFormat.read(position, state, ledger.readTo.positions, ledger.again, ledger.behind);
    return ledger;
  }
}
