package io.busline;

import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.error.UnsupportedException;
import io.busline.event.Quoted;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.Capability;
import io.busline.spi.DeadLetterStore;
import java.util.List;

/** What is on a broker, for a bus to be asked about and to change. */
record Listing(Broker broker) {
  List<TopicInfo> topics() {
    require();
    return broker.topics();
  }

  List<GroupInfo> groups() {
    require();
    return broker.groups();
  }

  DeadLetterStore deadLetters() {
    return broker
        .deadLetters()
        .orElseThrow(
            () ->
                new UnsupportedException(
                    broker.description().name()
                        + " keeps no dead letters. Use a broker that does"));
  }

  void deleteGroup(String group) {
    requireGroup("deleting", group);
    broker.deleteGroup(group);
  }

  void resetGroup(String group, StartPosition start) {
    requireGroup("resetting", group);
    broker.resetGroup(group, start);
  }

  void pauseGroup(String group) {
    requireGroup("pausing", group);
    broker.pauseGroup(group);
  }

  void resumeGroup(String group) {
    requireGroup("resuming", group);
    broker.resumeGroup(group);
  }

  void deleteTopic(String topic) {
    TopicInfo there =
        topics().stream()
            .filter(each -> each.name().equals(topic))
            .findFirst()
            .orElseThrow(
                () ->
                    new BrokerException(
                        "deleting the topic %s: there is none on %s. topics() lists those there are"
                            .formatted(Quoted.of(topic), broker.description().name())));
    for (GroupInfo group : groups()) {
      if (group.members() > 0 && new Readership(group).mayRead(there)) {
        throw new BrokerException(
            "deleting the topic %s: %d instances of group %s, which reads it, are connected. Stop them, and wait until the group has no members"
                .formatted(topic, group.members(), group.name()));
      }
    }
    broker.deleteTopic(topic);
  }

  private void requireGroup(String doing, String group) {
    if (groups().stream().noneMatch(each -> each.name().equals(group))) {
      throw new BrokerException(
          "%s the group %s: there is none on %s. groups() lists those there are"
              .formatted(doing, Quoted.of(group), broker.description().name()));
    }
  }

  private void require() {
    if (!broker.description().can(Capability.LISTING)) {
      throw new UnsupportedException(
          "%s cannot %s. Use its own tools, or a broker that can"
              .formatted(broker.description().name(), Capability.LISTING.inWords()));
    }
  }
}
