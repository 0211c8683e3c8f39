package io.busline.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that members have deferred, with everything that waits for them. A key that is resumed
 * comes one message at first, as that may fail again, and then in growing numbers. Guarded by the
 * group's monitor.
 */
final class KeptKeys {

  private static final int MOST_AT_ONCE = 256;

  private final Map<String, KeptKey> keys = new HashMap<>();

  /** Those of which something may be delivered now. */
  private final Set<KeptKey> resumed = new LinkedHashSet<>();

  /** One key, and how much of it is delivered at a time. */
  static final class KeptKey {
    private final String key;
    private MemoryConsumer member;
    private final PriorityQueue<HeldMessage> messages =
        new PriorityQueue<>(Comparator.comparingLong((HeldMessage m) -> m.stored.position));
    private int atOnce = 1;
    private int delivered;
    private boolean deferred;

    private KeptKey(String key, MemoryConsumer member) {
      this.key = key;
      this.member = member;
    }

    private boolean hasTurn() {
      return !deferred && delivered < atOnce && !messages.isEmpty();
    }
  }

  void defer(MemoryConsumer member, HeldMessage message) {
    String key = message.orderingKey();
    if (key == null) {
      throw new IllegalArgumentException(message.event() + " has no key that could be kept back");
    }
    letGo(message);
    KeptKey kept = keys.computeIfAbsent(key, k -> new KeptKey(k, member));
    kept.member = member;
    kept.deferred = true;
    kept.atOnce = 1;
    kept.messages.add(message);
    resumed.remove(kept);
  }

  void resume(MemoryConsumer member, String key) {
    KeptKey kept = keys.get(key);
    if (kept != null && kept.member == member) {
      kept.deferred = false;
      offer(kept);
    }
  }

  private void offer(KeptKey kept) {
    if (kept.hasTurn()) {
      resumed.add(kept);
    }
  }

  /** Keeps a message back whose key is kept back; false if it is not. */
  boolean keeps(HeldMessage message) {
    String key = keys.isEmpty() ? null : message.orderingKey();
    KeptKey kept = key == null ? null : keys.get(key);
    if (kept == null) {
      return false;
    }
    kept.messages.add(message);
    offer(kept);
    return true;
  }

  /** The next message that a member may have, or null. */
  @Nullable HeldMessage next(MemoryConsumer member) {
    for (KeptKey kept : resumed) {
      if (kept.member == member) {
        return take(kept);
      }
    }
    return null;
  }

  private HeldMessage take(KeptKey kept) {
    HeldMessage message = kept.messages.remove();
    message.kept = kept;
    kept.delivered++;
    // To the end of the line, if it has another turn at all.
    resumed.remove(kept);
    offer(kept);
    if (kept.messages.isEmpty()) {
      keys.remove(kept.key, kept);
    }
    return message;
  }

  /** A message that was kept back is done. */
  void done(HeldMessage message) {
    KeptKey kept = message.kept;
    if (kept != null) {
      kept.atOnce = Math.min(2 * kept.atOnce, MOST_AT_ONCE);
      letGo(message);
    }
  }

  /** A message is held no more, and may come again. */
  void letGo(HeldMessage message) {
    KeptKey kept = message.kept;
    if (kept != null) {
      message.kept = null;
      kept.delivered--;
      offer(kept);
    }
  }

  /** Forgets the keys of a member that has left; returns what waited for them. */
  List<HeldMessage> leave(MemoryConsumer member) {
    List<HeldMessage> freed = new ArrayList<>();
    keys.values()
        .removeIf(
            kept -> {
              boolean isTheirs = kept.member == member;
              if (isTheirs) {
                freed.addAll(kept.messages);
                kept.messages.clear();
                resumed.remove(kept);
              }
              return isTheirs;
            });
    return freed;
  }
}
