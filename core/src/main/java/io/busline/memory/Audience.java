package io.busline.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Which groups want what, and whose members wait for it, so that an event wakes those alone and
 * costs nothing for the rest. Guarded by the broker's lock.
 */
final class Audience {
  private final List<MemoryGroup> groups = new ArrayList<>();
  private final List<MemoryConsumer> called = new ArrayList<>();

  /** Rises with every change of the groups or of what they want. */
  private int version;

  void add(MemoryGroup group) {
    groups.add(group);
    version++;
  }

  void remove(MemoryGroup group) {
    groups.remove(group);
    version++;
  }

  /** A topic was deleted. */
  void forgetDeleted() {
    groups.forEach(MemoryGroup::forgetDeleted);
    version++;
  }

  /** A group may want other types than before. */
  void changed() {
    version++;
  }

  /** The position below which every group is done. */
  long settledBelow() {
    return groups.stream().mapToLong(MemoryGroup::settledBelow).min().orElse(Long.MAX_VALUE);
  }

  /** Notes that there is an event of a type: whoever waits for one need not wait any more. */
  void appended(StoredType type) {
    if (type.version != version) {
      type.groups = groups.stream().filter(g -> g.wants(type)).toArray(MemoryGroup[]::new);
      type.version = version;
    }
    for (MemoryGroup group : type.groups) {
      if (!group.waiting.isEmpty()) {
        called.addAll(group.waiting);
        group.waiting.clear();
      }
    }
  }

  /** Those who waited for what was appended, to be woken outside the lock. */
  List<MemoryConsumer> takeCalled() {
    if (called.isEmpty()) {
      return List.of();
    }
    List<MemoryConsumer> taken = List.copyOf(called);
    called.clear();
    return taken;
  }
}
