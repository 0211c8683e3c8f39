package io.busline.nats;

import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.event.EventDefinition;
import io.busline.nats.GroupStore.Entry;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What exists on the server. */
final class JetStreamInspection {

  /** The server's clock and ours may differ by some. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(JetStreamInspection.class.getName());

  private final JetStreamBroker broker;
  private final JetStreamApi api;
  private final Streams streams;
  private final DeadLetterStream deadLetters;

  JetStreamInspection(
      JetStreamBroker broker, JetStreamApi api, Streams streams, DeadLetterStream deadLetters) {
    this.broker = broker;
    this.api = api;
    this.streams = streams;
    this.deadLetters = deadLetters;
  }

  List<TopicInfo> topics() {
    Map<String, TopicInfo> topics = new TreeMap<>();
    for (Found found : streams.all()) {
      StreamInfo info =
          api.find(
                  "looking at stream " + found.name(),
                  m -> m.getStreamInfo(found.name(), StreamInfoOptions.allSubjects()))
              .orElse(null);
      if (info == null) {
        // Somebody has just removed it.
        continue;
      }
      Map<String, List<Subject>> subjects = new TreeMap<>();
      if (found.topic() != null) {
        subjects.put(found.topic(), new ArrayList<>());
      }
      for (Subject subject : info.getStreamState().getSubjects()) {
        String topic =
            found.topic() != null ? found.topic() : EventDefinition.defaultTopic(subject.getName());
        subjects.computeIfAbsent(topic, t -> new ArrayList<>()).add(subject);
      }
      Optional<Instant> newest =
          info.getStreamState().getLastSequence() == 0
              ? Optional.empty()
              : Optional.of(info.getStreamState().getLastTime().toInstant());
      subjects.forEach(
          (topic, types) ->
              topics.put(
                  topic,
                  new TopicInfo(
                      topic,
                      OptionalLong.of(types.stream().mapToLong(Subject::getCount).sum()),
                      types.stream().map(Subject::getName).sorted().toList(),
                      newest)));
    }
    return List.copyOf(topics.values());
  }

  List<GroupInfo> groups() {
    GroupStore store = broker.groupStore();
    List<GroupInfo> groups = new ArrayList<>();
    for (String key : store.keys("group.*")) {
      Optional<Entry> entry = store.get(key);
      if (entry.isPresent()) {
        String name = StreamNames.name(key.substring("group.".length()));
        record(name, entry.get()).map(record -> group(name, record)).ifPresent(groups::add);
      }
    }
    groups.sort(Comparator.comparing(GroupInfo::name));
    return groups;
  }

  /** What others have put among the records is passed over. */
  private static Optional<GroupRecord> record(String name, Entry entry) {
    try {
      return Optional.of(GroupRecord.decode(name, entry.text()));
    } catch (BrokerException e) {
      LOG.log(System.Logger.Level.WARNING, "a group is not listed: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  private GroupInfo group(String name, GroupRecord record) {
    long lag =
        broker
            .backlog()
            .of(name, record.interests(), found -> broker.starts().of(record, found), List.of());
    return new GroupInfo(
        name,
        record.interests().patterns(),
        members(name),
        OptionalLong.of(lag),
        deadLetters.count(name));
  }

  private int members(String group) {
    GroupStore store = broker.groupStore();
    Instant silentSince = broker.time().now().minus(broker.settings().lease()).minus(SKEW);
    return (int)
        store.keys(GroupStore.memberKey(group, "*")).stream()
            .map(store::get)
            .flatMap(Optional::stream)
            .filter(life -> life.writtenAt.isAfter(silentSince))
            .count();
  }
}
