package io.busline.spi.log;

import io.busline.admin.GroupInfo;
import io.busline.error.BrokerException;
import io.busline.spi.log.LeasedLogs.Group;
import io.busline.spi.log.Registry.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** What is written down of groups, for whoever asks. Blocks. Safe for use by several threads. */
final class GroupListing {

  /** The store's clock and ours may differ by some. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(GroupListing.class.getName());

  private final LeasedLogs logs;
  private final Registry registry;

  GroupListing(LeasedLogs logs) {
    this.logs = logs;
    this.registry = logs.store().registry();
  }

  /** In alphabetical order. */
  List<Group> all() {
    List<Group> groups = new ArrayList<>();
    for (String key : registry.keys(RegistryKeys.GROUPS)) {
      String name = RegistryKeys.groupOf(key);
      record(name).ifPresent(record -> groups.add(new Group(name, record.interests())));
    }
    groups.sort(Comparator.comparing(Group::name));
    return groups;
  }

  Optional<GroupRecord> record(String name) {
    Optional<Value> value = registry.get(RegistryKeys.group(name));
    try {
      return value.map(
          v -> GroupRecord.decode(name, new String(v.bytes(), StandardCharsets.UTF_8)));
    } catch (BrokerException e) {
      LOG.log(System.Logger.Level.WARNING, "a group is not listed: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  /** In alphabetical order. */
  List<GroupInfo> describe(ToLongFunction<String> deadLetters) {
    List<GroupInfo> infos = new ArrayList<>();
    for (Group group : all()) {
      record(group.name())
          .ifPresent(record -> infos.add(describe(group.name(), record, deadLetters)));
    }
    return infos;
  }

  private GroupInfo describe(String group, GroupRecord record, ToLongFunction<String> deadLetters) {
    ToLongFunction<LogInfo> start = log -> logs.starts().of(record, log);
    long lag = logs.lag().of(group, record.interests(), start, List.of());
    return new GroupInfo(
        group,
        record.interests().patterns(),
        members(group),
        OptionalLong.of(lag),
        deadLetters.applyAsLong(group),
        lag == 0 ? Optional.empty() : logs.lag().oldest(group, record.interests(), start),
        Optional.ofNullable(record.paused()));
  }

  /** How many instances are connected. */
  int members(String group) {
    Instant now = logs.context().time().now();
    Instant silentSince = now.minusNanos(logs.leaseNanos()).minus(SKEW);
    return (int)
        registry.keys(RegistryKeys.members(group)).stream()
            .map(registry::get)
            .flatMap(Optional::stream)
            .filter(life -> life.writtenAt().isAfter(silentSince))
            .map(life -> SignOfLife.decode(life.bytes()))
            .flatMap(Optional::stream)
            .filter(life -> !logs.processes().isSurelyDead(life.process()))
            .count();
  }
}
