package io.busline.memory;

import io.busline.admin.GroupInfo;
import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.Interests;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The durable groups by their names. Guarded by the broker's lock. */
final class MemoryGroups {
  /** How long a member may go without polling before others get what it holds. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Map<String, MemoryGroup> groups = new TreeMap<>();
  private final Audience audience;
  private final MemoryLog log;
  private final TimeSource time;
  private final MemoryFaults faults;

  MemoryGroups(Audience audience, MemoryLog log, TimeSource time, MemoryFaults faults) {
    this.audience = audience;
    this.log = log;
    this.time = time;
    this.faults = faults;
  }

  /** Finds the group that a consumer is to be a member of, or founds it; a broadcast is its own. */
  MemoryGroup of(ConsumerSpec spec) {
    MemoryGroup there = spec.group() == null ? null : groups.get(spec.group());
    return there == null ? found(spec, spec.start()) : there;
  }

  private MemoryGroup found(ConsumerSpec spec, StartPosition start) {
    MemoryGroup group = new MemoryGroup(spec, log, startOf(start), time, faults, LEASE.toNanos());
    audience.add(group);
    if (spec.group() != null) {
      groups.put(spec.group(), group);
    }
    return group;
  }

  private long startOf(StartPosition start) {
    if (start instanceof StartPosition.At at) {
      return log.firstSince(at.time());
    }
    return start instanceof StartPosition.Latest ? log.end() : log.start();
  }

  /** A member has left: a broadcast goes with it. */
  void left(MemoryGroup group) {
    if (!groups.containsValue(group)) {
      audience.remove(group);
    }
  }

  void delete(String name) {
    removed("deleting", name);
  }

  void restart(String name, StartPosition start) {
    MemoryGroup before = removed("resetting", name);
    found(before.spec, start).pause(before.pausedSince);
  }

  private MemoryGroup removed(String doing, String name) {
    MemoryGroup group = existing(doing, name);
    if (group.memberCount() > 0) {
      throw new BrokerException(
          "%s group %s: %d of its instances are connected, and would go on as before. Stop them first"
              .formatted(doing, name, group.memberCount()));
    }
    groups.remove(name);
    audience.remove(group);
    return group;
  }

  /** Has a group rest since a time, or, with null, not any more. */
  void pause(String name, @Nullable Instant since) {
    MemoryGroup group = existing(since == null ? "resuming" : "pausing", name);
    if (since == null || group.pausedSince == null) {
      group.pause(since);
    }
  }

  private MemoryGroup existing(String doing, String name) {
    MemoryGroup group = groups.get(name);
    if (group == null) {
      throw new BrokerException("%s group %s: there is none of this name".formatted(doing, name));
    }
    return group;
  }

  List<GroupInfo> infos(ToLongFunction<String> deadLetters) {
    return groups.entrySet().stream()
        .map(each -> info(each.getKey(), each.getValue(), deadLetters))
        .toList();
  }

  private static GroupInfo info(
      String name, MemoryGroup group, ToLongFunction<String> deadLetters) {
    MemoryBacklog backlog = group.backlog();
    return new GroupInfo(
        name,
        new Interests(group.spec.interests()).patterns(),
        group.memberCount(),
        OptionalLong.of(backlog.events()),
        deadLetters.applyAsLong(name),
        backlog.oldest(),
        Optional.ofNullable(group.pausedSince));
  }
}
