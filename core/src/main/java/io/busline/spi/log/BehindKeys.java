package io.busline.spi.log;

import io.busline.spi.log.KeysBehind.Behind;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one log that a consumer keeps back, because they do not move, and those that may move
 * on but are behind. Used by the consumer's thread.
 */
final class BehindKeys {

  private final LogProgress progress;
  private final Map<Long, BehindKey> keys = new HashMap<>();

  /** Those whose first event is to be fetched. */
  private final Set<Long> first = new LinkedHashSet<>();

  /** Those whose next event has to be looked for. */
  private final Set<Long> next = new LinkedHashSet<>();

  BehindKeys(LogProgress progress) {
    this.progress = progress;
  }

  private KeysBehind written() {
    return progress.ledger().behind();
  }

  /** Where a key is, or null if it is not behind. */
  @Nullable Behind where(BehindKey key) {
    return written().get(key.key);
  }

  /** The keys whose first event is to be fetched. */
  Set<Long> first() {
    return Collections.unmodifiableSet(first);
  }

  /** The keys whose next event has to be looked for. */
  Set<Long> next() {
    return Collections.unmodifiableSet(next);
  }

  /** Whether something may be handed out. */
  boolean isAnyReady() {
    return !first.isEmpty() || !next.isEmpty();
  }

  @Nullable BehindKey get(long key) {
    return keys.get(key);
  }

  /** The key of an event, if it is behind. */
  @Nullable BehindKey of(@Nullable String key) {
    return key == null || keys.isEmpty() ? null : keys.get(KeyHash.of(key));
  }

  /** Keeps a key back from a message on that is held no more. */
  BehindKey defer(String key, LogMessage message) {
    long hash = KeyHash.of(key);
    progress.change(ledger -> ledger.deferred(message.slot, message.position, hash));
    BehindKey behind = keys.computeIfAbsent(hash, k -> new BehindKey(k, message.slot));
    behind.defer();
    notReady(hash);
    return behind;
  }

  /** Slots were taken over, with keys that are behind. */
  void gained(int slots) {
    written()
        .forEach(
            (key, there) -> {
              if (Slots.contains(slots, there.slot())) {
                keys.put(key, new BehindKey(key, there.slot()));
                first.add(key);
              }
            });
  }

  void lost(int slots) {
    keys.values().removeIf(key -> Slots.contains(slots, key.slot));
    first.retainAll(keys.keySet());
    next.retainAll(keys.keySet());
  }

  /** The first event of a key was fetched, or is gone; what comes next has to be looked for. */
  void fetched(BehindKey key) {
    key.isFirstKnown = false;
    first.remove(key.key);
  }

  /** An event of a key is handed out next. */
  void taken(BehindKey key, LogMessage message) {
    key.handedOut();
    progress.change(ledger -> ledger.caughtUp(message.slot, message.position, key.key));
    notReady(key.key);
    offer(key);
  }

  /** A message is held no more, and its key may have a turn. */
  void letGo(LogMessage message) {
    BehindKey key = message.behind;
    if (key != null) {
      message.behind = null;
      key.letGo();
      offer(key);
    }
  }

  /** A key may have a turn, unless it is kept back, or has no room, or is not behind any more. */
  void offer(BehindKey key) {
    if (keys.get(key.key) != key) {
      return;
    }
    if (where(key) == null) {
      keys.remove(key.key);
      notReady(key.key);
    } else if (key.hasRoom()) {
      (key.isFirstKnown ? first : next).add(key.key);
    }
  }

  /** Nothing of a key is left behind. */
  void caughtUp(BehindKey key) {
    progress.change(ledger -> ledger.behind().remove(key.key));
    offer(key);
  }

  private void notReady(long key) {
    first.remove(key);
    next.remove(key);
  }
}
