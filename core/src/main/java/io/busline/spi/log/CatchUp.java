package io.busline.spi.log;

import io.busline.spi.log.KeysBehind.Behind;
import io.busline.spi.log.SlotRecord.Retry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events of keys that are behind. The first event of a key is fetched by its position;
 * when that is done, the log is read once more, for all keys that may move on. Used by the
 * consumer's thread.
 */
final class CatchUp {

  /** As many events wait at most to be handed out, in memory. */
  private static final int MOST_WAITING = 256;

  /** As much is read at most before others have a turn. */
  private static final int READS_A_TURN = 16;

  private final LogCursor cursor;
  private final HeldMessages held;
  private final BehindKeys keys;
  private final Supplier<TopicReader> open;

  /** What failed in a broadcast, of which nothing is written down, by position. */
  private final Map<Long, Retry> retries = new HashMap<>();

  private @Nullable TopicReader reader;
  private @Nullable Sweep sweep;
  private boolean hasMore;

  CatchUp(LogCursor cursor, LogProgress progress, HeldMessages held, Supplier<TopicReader> open) {
    this.cursor = cursor;
    this.held = held;
    this.keys = new BehindKeys(progress);
    this.open = open;
  }

  /** Whether something is left to do at once. */
  boolean hasMore() {
    return hasMore;
  }

  /** Keeps the key of a message back that is held no more. */
  void defer(LogMessage message) {
    String key = message.orderingKey();
    if (key == null) {
      throw new IllegalArgumentException(message + " has no key that could be kept back");
    }
    keys.letGo(message);
    giveUp(keys.defer(key, message));
  }

  void resume(String name) {
    BehindKey key = keys.of(name);
    if (key != null) {
      key.resume();
      keys.offer(key);
    }
  }

  void gained(int slots) {
    keys.gained(slots);
  }

  void lost(int slots) {
    keys.lost(slots);
    if (sweep != null && (sweep.slots() & slots) != 0) {
      sweep = null;
    }
  }

  /** What is known of the log is another thing now, or may be. */
  void startAnew() {
    stop();
    keys.lost(Slots.ALL);
    keys.gained(Slots.ALL);
  }

  /** Ends reading; what is missing is read again when it is looked for. */
  void stop() {
    sweep = null;
    TopicReader reading = reader;
    reader = null;
    if (reading != null) {
      reading.close();
    }
  }

  /** A message is done. */
  void done(LogMessage message) {
    retries.remove(message.position);
    BehindKey key = message.behind;
    if (key != null) {
      key.succeeded();
      keys.letGo(message);
    }
  }

  /**
   * A message is to be tried again, and may be deferred until then.
   *
   * @param unwritten what nobody else remembers about it, or null
   */
  void failed(LogMessage message, @Nullable Retry unwritten) {
    if (unwritten != null) {
      retries.put(message.position, unwritten);
    }
    BehindKey key = message.behind;
    if (key != null) {
      key.failed();
    }
  }

  private void giveUp(BehindKey key) {
    if (sweep != null) {
      sweep.giveUp(key.key);
    }
  }

  /**
   * Finds events of keys that may move on, to be handed out next. Blocks for a round trip or two if
   * there are any.
   *
   * @param log reads by positions
   * @param slots the slots to look at
   * @param max how many events at most
   */
  void find(TopicReader log, int slots, int max) {
    hasMore = false;
    if (sweep == null && !keys.isAnyReady()) {
      stop();
      return;
    }
    int room = Math.min(max, MOST_WAITING - held.returned());
    room -= fetchFirst(log, slots, room);
    for (int reads = 0; room > 0 && isSweeping(slots); reads++) {
      if (reads == READS_A_TURN) {
        hasMore = true;
        return;
      }
      int found = look(room);
      if (found < 0) {
        return;
      }
      room -= found;
    }
  }

  private int fetchFirst(TopicReader log, int slots, int max) {
    Map<Long, BehindKey> wanted = new TreeMap<>();
    for (long each : keys.first()) {
      BehindKey key = keys.get(each);
      Behind there = key == null ? null : keys.where(key);
      if (wanted.size() < max && there != null && Slots.contains(slots, there.slot())) {
        wanted.put(there.from(), key);
      }
    }
    if (wanted.isEmpty()) {
      return 0;
    }
    Map<Long, LogEntry> found = log.fetch(List.copyOf(wanted.keySet()));
    wanted.forEach(
        (position, key) -> {
          keys.fetched(key);
          LogEntry entry = found.get(position);
          if (entry != null && key.equals(keyOf(entry))) {
            take(key, entry);
          } else {
            keys.offer(key);
          }
        });
    return found.size();
  }

  /** Whether a pass is under way, or one has begun now. */
  private boolean isSweeping(int slots) {
    if (sweep != null && (sweep.slots() & ~slots) == 0) {
      return true;
    }
    sweep = null;
    int wanted = 0;
    long from = Long.MAX_VALUE;
    long through = 0;
    Set<Long> ready = new HashSet<>();
    for (long each : keys.next()) {
      BehindKey key = keys.get(each);
      Behind there = key == null ? null : keys.where(key);
      if (there != null && Slots.contains(slots, there.slot())) {
        ready.add(each);
        wanted |= 1 << there.slot();
        from = Math.min(from, there.from());
        through = Math.max(through, there.through());
      }
    }
    if (!ready.isEmpty()) {
      TopicReader reading = reader == null ? open.get() : reader;
      reader = reading;
      sweep = new Sweep(reading, wanted, from - 1, through, ready);
    }
    return sweep != null;
  }

  /** Looks at what was read; returns how much was found, or -1 if there is nothing to do now. */
  private int look(int max) {
    Sweep pass = sweep;
    if (pass == null || pass.isOver()) {
      finish(pass);
      return 0;
    }
    if (!pass.read()) {
      return -1;
    }
    int found = 0;
    for (LogEntry entry = pass.peek(); entry != null && found < max; entry = pass.peek()) {
      BehindKey key = keyOf(entry);
      if (key != null && pass.keys().contains(key.key) && isBehind(key, entry)) {
        if (key.hasRoom()) {
          take(key, entry);
          found++;
        } else if (pass.keys().size() > 1 || key.isFailing()) {
          pass.giveUp(key.key);
        } else {
          return found == 0 ? -1 : found;
        }
      }
      pass.pass();
    }
    return found;
  }

  private boolean isBehind(BehindKey key, LogEntry entry) {
    Behind there = keys.where(key);
    return there != null && entry.position() >= there.from();
  }

  private void finish(@Nullable Sweep over) {
    sweep = null;
    if (over == null) {
      return;
    }
    for (long each : over.keys()) {
      BehindKey key = keys.get(each);
      Behind there = key == null ? null : keys.where(key);
      if (key != null && there != null && there.through() <= over.end()) {
        keys.caughtUp(key);
      }
    }
  }

  private @Nullable BehindKey keyOf(LogEntry entry) {
    return keys.of(entry.event().keyOrNull());
  }

  private void take(BehindKey key, LogEntry entry) {
    LogMessage message = new LogMessage(cursor, entry);
    message.behind = key;
    message.retry(retries.get(message.position));
    held.putBack(message);
    keys.taken(key, message);
  }
}
