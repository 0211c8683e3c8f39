package io.busline.examples.directory;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.cloudevents.HeaderBinding;
import io.busline.error.BrokerException;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.OutboundMessage;
import io.busline.spi.log.LeasedLogs;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Stores events as files, and leaves groups to the leased log. */
final class DirectoryBroker implements Broker {

  static final Set<Capability> CAPABILITIES =
      EnumSet.complementOf(
          EnumSet.of(Capability.DEAD_LETTERS, Capability.DEDUPLICATION, Capability.TRANSACTIONS));

  private static final int MAX_DATA = 1 << 20;

  /** A quarter of what can be read, where names and percent signs count, too. */
  private static final int MAX_ATTRIBUTES = HeaderBinding.MAX_CHARACTERS / 4;

  private final DirectoryLogs logs;
  private final LeasedLogs groups;

  DirectoryBroker(Folder folder, Duration lease, BrokerContext context) {
    this.logs = new DirectoryLogs(folder, context.structured());
    this.groups = new LeasedLogs(logs, lease, context);
  }

  @Override
  public BrokerDescription description() {
    return new BrokerDescription("directory", CAPABILITIES, MAX_DATA, MAX_ATTRIBUTES, List.of());
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    for (OutboundMessage message : messages) {
      try {
        message.stored(logs.append(message), false);
      } catch (BrokerException e) {
        // The file is moved to its place as the last step, so nothing is stored.
        message.failed(e);
      }
    }
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    return groups.open(spec);
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return Optional.empty();
  }

  @Override
  public List<TopicInfo> topics() {
    return logs.all().stream()
        .map(
            log ->
                new TopicInfo(log.name(), OptionalLong.of(log.end()), List.of(), Optional.empty()))
        .toList();
  }

  @Override
  public List<GroupInfo> groups() {
    return groups.describe(group -> 0);
  }

  @Override
  public void pauseGroup(String group) {
    groups.pause(group);
  }

  @Override
  public void resumeGroup(String group) {
    groups.resume(group);
  }

  @Override
  public List<Finding> diagnose() {
    return List.of();
  }

  @Override
  public Optional<String> problem() {
    try {
      logs.requireReachable();
      return Optional.empty();
    } catch (BrokerException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public void close() {
    groups.close();
    logs.close();
  }
}
