package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.rabbitmq.Origin.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What exists on the server, as far as the directory and the queues tell. Blocks. */
final class Inspection {
  private final Directory directory;
  private final DeadLetterStream deadLetters;
  private final Resources resources;

  Inspection(Directory directory, DeadLetterStream deadLetters, Resources resources) {
    this.directory = directory;
    this.deadLetters = deadLetters;
    this.resources = resources;
  }

  /** An exchange keeps nothing, so nobody can tell how many events a topic has. */
  List<TopicInfo> topics() {
    List<TopicInfo> topics = new ArrayList<>();
    directory
        .read()
        .topics()
        .forEach(
            (topic, types) ->
                topics.add(
                    new TopicInfo(
                        topic, OptionalLong.empty(), List.copyOf(types), Optional.empty())));
    return topics;
  }

  /** Groups whose queues were removed are not there any more. */
  List<GroupInfo> groups() {
    Catalogue catalogue = directory.read();
    Map<String, Long> letters = deadLetters.count();
    List<GroupInfo> groups = new ArrayList<>();
    for (String group : catalogue.groups()) {
      OptionalInt members = members(group);
      if (members.isPresent()) {
        groups.add(
            new GroupInfo(
                group,
                catalogue.interests(group).patterns(),
                members.getAsInt(),
                OptionalLong.empty(),
                letters.getOrDefault(group, 0L)));
      }
    }
    return groups;
  }

  /** Has it seen how the queues of all groups were made, where they may be made; blocks. */
  void lookAtQueues() {
    for (String group : directory.groups(0).keySet()) {
      Channel channel = resources.link().channel("opening a channel");
      try {
        resources.topology().lookAtQueues(channel, group, resources.unlimited());
      } finally {
        resources.link().discard(channel);
      }
    }
  }

  private OptionalInt members(String group) {
    String queue = resources.layout().members(group);
    Channel channel = resources.link().channel("opening a channel");
    try {
      return OptionalInt.of(
          Failures.explained(
              "looking at queue " + queue,
              () -> channel.queueDeclarePassive(queue).getConsumerCount()));
    } catch (BrokerException e) {
      if (Failures.isRefusal(e, AMQP.NOT_FOUND)) {
        return OptionalInt.empty();
      }
      throw e;
    } finally {
      resources.link().discard(channel);
    }
  }
}
