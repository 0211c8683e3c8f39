package io.busline.memory;

import java.util.HashMap;
import java.util.Map;

/** Which member has which key, while several share a group. Guarded by the group's monitor. */
final class KeyHolds {
  private final Map<String, Hold> holds = new HashMap<>();

  /** How many of a key's messages a member holds. */
  private static final class Hold {
    final MemoryConsumer holder;
    int count;

    Hold(MemoryConsumer holder) {
      this.holder = holder;
    }
  }

  boolean isFreeFor(MemoryConsumer member, HeldMessage message) {
    String key = message.event().keyOrNull();
    Hold hold = key == null ? null : holds.get(key);
    return hold == null || hold.holder == member;
  }

  void add(HeldMessage message) {
    String key = message.event().keyOrNull();
    MemoryConsumer holder = message.holder;
    if (key != null && holder != null) {
      holds.computeIfAbsent(key, k -> new Hold(holder)).count++;
    }
  }

  /** Counts a message off; true if its key is free now. */
  boolean remove(HeldMessage message) {
    String key = holds.isEmpty() ? null : message.event().keyOrNull();
    Hold hold = key == null ? null : holds.get(key);
    if (hold == null || --hold.count > 0) {
      return false;
    }
    holds.remove(key);
    return true;
  }

  void clear() {
    holds.clear();
  }
}
