package io.busline.spi.log;

import io.busline.admin.GroupInfo;
import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.Interests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/**
 * The consumers of a broker that keeps a log for each topic: groups share a log's keys by leases,
 * broadcasts read all of them. Safe for use by several threads.
 */
public final class LeasedLogs implements AutoCloseable {

  private final LogStore store;
  private final Duration lease;
  private final BrokerContext context;
  private final Processes processes;
  private final Starts starts;
  private final Lag lag;
  private final GroupListing listing;
  private final List<LeasedConsumer> consumers = new CopyOnWriteArrayList<>();

  /**
   * The consumers of one broker.
   *
   * @param store where the logs are
   * @param lease how long an instance that gives no sign of life keeps its share
   * @param context what the bus gave to the broker
   */
  public LeasedLogs(LogStore store, Duration lease, BrokerContext context) {
    this(store, lease, context, Processes.HERE);
  }

  /** With processes other than those of this machine. */
  LeasedLogs(LogStore store, Duration lease, BrokerContext context, Processes processes) {
    this.store = store;
    this.lease = lease;
    this.context = context;
    this.processes = processes;
    this.starts = new Starts(store);
    this.lag = new Lag(store);
    this.listing = new GroupListing(this);
  }

  /**
   * Begins to consume. Blocks until an event that is stored afterwards is seen.
   *
   * @param spec what to consume, and as whom
   * @return the consumer
   * @throws BrokerException if the store is out of reach
   * @throws io.busline.error.ConfigurationException if a log cannot be read reliably
   */
  public BrokerConsumer open(ConsumerSpec spec) {
    LeasedConsumer consumer = new LeasedConsumer(this, spec);
    consumers.add(consumer);
    return consumer;
  }

  LogStore store() {
    return store;
  }

  BrokerContext context() {
    return context;
  }

  Processes processes() {
    return processes;
  }

  long leaseNanos() {
    return lease.toNanos();
  }

  Starts starts() {
    return starts;
  }

  Lag lag() {
    return lag;
  }

  void closed(LeasedConsumer consumer) {
    consumers.remove(consumer);
  }

  /**
   * Why logs are not read that came after a subscription had begun.
   *
   * @return the reasons; empty if all are read
   */
  public List<String> unreadable() {
    return consumers.stream().flatMap(each -> each.unreadable.reasons().stream()).toList();
  }

  /**
   * Where a group, or a broadcast that begins now, starts to read a log.
   *
   * @param start the position that a user asked for
   * @param log the log
   * @return the position after which to read
   */
  public long startAfter(StartPosition start, LogInfo log) {
    return starts.now(start, List.of(log)).applyAsLong(log);
  }

  /**
   * A durable group.
   *
   * @param name its name
   * @param interests what it reads
   */
  public record Group(String name, Interests interests) {}

  /**
   * The groups of the registry. What others have put among them is passed over. Blocks.
   *
   * @return the groups, in alphabetical order
   */
  public List<Group> groups() {
    return listing.all();
  }

  /**
   * Where a group has its values in the registry.
   *
   * @param group the group
   * @return keys, and what several keys begin with, ending with a dot
   */
  public List<String> keys(Group group) {
    return List.of(
        RegistryKeys.group(group.name()),
        RegistryKeys.members(group.name()),
        RegistryKeys.slots(group.name(), ""));
  }

  /**
   * What is to be shown of the groups. Blocks.
   *
   * @param deadLetters counts the dead letters of a group
   * @return the groups, in alphabetical order
   */
  public List<GroupInfo> describe(ToLongFunction<String> deadLetters) {
    return listing.describe(deadLetters);
  }

  /**
   * Removes a group that has no instance, with its progress. Blocks.
   *
   * @param group the group's name
   * @throws BrokerException if instances are connected, or if the store is out of reach
   */
  public void delete(String group) {
    new GroupChange(store, group, "deleting group " + group, listing.members(group)).delete();
  }

  /**
   * Has a group that has no instance begin elsewhere. Blocks.
   *
   * @param group the group's name
   * @param start where it begins
   * @throws BrokerException if there is no such group, if instances are connected, or if the store
   *     is out of reach
   */
  public void reset(String group, StartPosition start) {
    String doing = "resetting group " + group;
    GroupRecord record =
        listing
            .record(group)
            .orElseThrow(() -> new BrokerException(doing + ": there is none of this name"));
    new GroupChange(store, group, doing, listing.members(group))
        .restart(record, start, store.find(record.interests()), context.time().now());
  }

  /**
   * Has a group rest: its instances look at once where they can be told, and within half a lease
   * otherwise. Blocks.
   *
   * @param group the group's name
   * @throws BrokerException if there is no such group, or if the store is out of reach
   */
  public void pause(String group) {
    new GroupPause(store, group).begin(context.time().now());
  }

  /**
   * Ends the pause of a group, which its instances notice as they do its begin. Blocks.
   *
   * @param group the group's name
   * @throws BrokerException if there is no such group, or if the store is out of reach
   */
  public void resume(String group) {
    new GroupPause(store, group).end();
  }

  /**
   * Forgets what groups have done of a log that was deleted. Blocks.
   *
   * @param log the log's name
   * @throws BrokerException if the store is out of reach
   */
  public void forget(String log) {
    for (Group group : groups()) {
      store.registry().remove(RegistryKeys.slots(group.name(), log));
    }
  }

  /**
   * Up to which position of a log a group has done everything, as far as it is written down. What
   * comes after must be kept for it. Blocks.
   *
   * @param group the group
   * @param log the log
   * @return the position
   */
  public long position(Group group, LogInfo log) {
    return lag.written(group.name(), log)
        .map(Ledger::position)
        .orElseGet(
            () -> listing.record(group.name()).map(record -> starts.of(record, log)).orElse(0L));
  }

  /**
   * How the keys of a log are shared among the instances of a group. Blocks.
   *
   * @param group the group's name
   * @param log the log
   * @return the number of slots of each instance that owns some, the oldest instance first
   */
  public List<Integer> shares(String group, LogInfo log) {
    return lag.record(group, log)
        .map(
            record ->
                record.owners().stream()
                    .sorted()
                    .map(owner -> Integer.bitCount(record.ownedBy(owner)))
                    .toList())
        .orElse(List.of());
  }

  /** Closes all consumers that are open. */
  @Override
  public void close() {
    consumers.forEach(LeasedConsumer::close);
  }
}
