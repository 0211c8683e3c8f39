package io.busline.nats;

import io.busline.admin.TopicInfo;
import io.busline.event.EventDefinition;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What exists on the server. */
final class JetStreamInspection {

  private final JetStreamApi api;
  private final Streams streams;

  JetStreamInspection(JetStreamApi api, Streams streams) {
    this.api = api;
    this.streams = streams;
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
}
