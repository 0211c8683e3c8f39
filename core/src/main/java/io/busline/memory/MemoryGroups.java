package io.busline.memory;

import io.busline.admin.GroupInfo;
import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

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
    found(removed("resetting", name).spec, start);
  }

  private MemoryGroup removed(String doing, String name) {
    MemoryGroup group = groups.get(name);
    if (group == null) {
      throw new BrokerException("%s group %s: there is none of this name".formatted(doing, name));
    }
    if (group.memberCount() > 0) {
      throw new BrokerException(
          "%s group %s: %d of its instances are connected, and would go on as before. Stop them first"
              .formatted(doing, name, group.memberCount()));
    }
    groups.remove(name);
    audience.remove(group);
    return group;
  }

  List<GroupInfo> infos(ToLongFunction<String> deadLetters) {
    return groups.entrySet().stream()
        .map(each -> info(each.getKey(), each.getValue(), deadLetters))
        .toList();
  }

  private static GroupInfo info(
      String name, MemoryGroup group, ToLongFunction<String> deadLetters) {
    return new GroupInfo(
        name,
        group.patterns(),
        group.memberCount(),
        OptionalLong.of(group.lag()),
        deadLetters.applyAsLong(name));
  }
}
