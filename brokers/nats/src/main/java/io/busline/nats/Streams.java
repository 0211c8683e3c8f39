package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.UnsupportedException;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.Interests;
import io.busline.spi.Provisioning;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The streams behind topics: finds them, makes them, and refuses what JetStream cannot have. Blocks
 * where it must ask; what it learnt it remembers until it hears that a stream is gone. Safe for use
 * by several threads.
 */
final class Streams {

  private static final System.Logger LOG = System.getLogger(Streams.class.getName());

  private final JetStreamApi api;
  private final StreamPlan plan;
  private final Provisioning topology;
  private final Map<String, Placed> placed = new ConcurrentHashMap<>();

  /** What was told of streams that differ; it is looked at again and again. */
  private final Set<String> differing = ConcurrentHashMap.newKeySet();

  /** Of those who need the same stream, one makes it. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Where a type's events go. */
  private record Placed(String topic, String stream) {}

  Streams(JetStreamApi api, StreamPlan plan, Provisioning topology) {
    this.api = api;
    this.plan = plan;
    this.topology = topology;
  }

  /** The stream for a type's events, or null if it must be looked for. Does not block. */
  @Nullable String known(String topic, String type) {
    Placed known = placed.get(type);
    return known == null || !known.topic.equals(topic) ? null : known.stream;
  }

  /** The stream for a type's events, made if need be. */
  String ofType(String topic, String type) {
    String known = known(topic, type);
    if (known == null) {
      known = require(topic, type).name();
      placed.put(type, new Placed(topic, known));
    }
    return known;
  }

  /** A stream may be gone: asks again before it is used. */
  void forget(String stream) {
    placed.values().removeIf(place -> place.stream.equals(stream));
  }

  void forgetAll() {
    placed.clear();
  }

  Optional<Found> find(String stream) {
    return api.find("looking at stream " + stream, m -> m.getStreamInfo(stream)).map(Found::of);
  }

  /** All streams that hold events: ours, and those of others. */
  List<Found> all() {
    return api.ask("listing streams", m -> m.getStreams()).stream()
        .filter(info -> holdsEvents(info.getConfiguration()))
        .map(Found::of)
        .sorted(Comparator.comparing(Found::name))
        .toList();
  }

  static boolean holdsEvents(StreamConfiguration configuration) {
    return !configuration.getName().equals(StreamNames.DEAD_LETTERS)
        && configuration.getSubjects().stream().noneMatch(subject -> subject.startsWith("$"))
        && !configuration.getSubjects().isEmpty();
  }

  /** The stream for a type's events, as it is now; made if there is none. */
  Found require(String topic, String type) {
    lock.lock();
    try {
      return findOrMake(topic, type);
    } catch (BrokerException e) {
      // Another process may have made it at the same moment, and a little different.
      if (find(StreamNames.ofTopic(topic)).isEmpty()) {
        throw e;
      }
      return findOrMake(topic, type);
    } finally {
      lock.unlock();
    }
  }

  private Found findOrMake(String topic, String type) {
    String name = StreamNames.ofTopic(topic);
    Optional<StreamInfo> there = api.find("looking at stream " + name, m -> m.getStreamInfo(name));
    if (there.isEmpty()) {
      return foreign(topic, type).orElseGet(() -> create(topic, type));
    }
    requireConfirming(there.get().getConfiguration());
    verify(there.get().getConfiguration(), plan.ofTopic(topic, StreamNames.subjects(topic)));
    Found found = Found.of(there.get());
    return found.captures(type) ? found : extend(there.get().getConfiguration(), topic, type);
  }

  /** A stream of somebody else that stores the type's subject already. */
  private Optional<Found> foreign(String topic, String type) {
    List<StreamInfo> captors = captors(type);
    for (StreamInfo captor : captors) {
      Found found = Found.of(captor);
      if (found.topic() == null || found.topic().equals(topic)) {
        requireConfirming(captor.getConfiguration());
        return Optional.of(found);
      }
    }
    if (!captors.isEmpty()) {
      throw overlap(topic, type, captors.get(0));
    }
    return Optional.empty();
  }

  private static void requireConfirming(StreamConfiguration there) {
    StreamFlaws.ofPublishing(there)
        .ifPresent(
            flaw -> {
              throw new ConfigurationException(flaw);
            });
  }

  private List<StreamInfo> captors(String subject) {
    return api.ask("looking for the stream of " + subject, m -> m.getStreams(subject));
  }

  private static ConfigurationException overlap(String topic, String type, StreamInfo captor) {
    return new ConfigurationException(
        "type %s belongs to topic %s, but stream %s stores subject %s, and JetStream stores a subject in one stream only. Leave the type in that stream's topic, or take the subject out of it with: nats stream edit %s --subjects=…"
            .formatted(
                type,
                topic,
                captor.getConfiguration().getName(),
                captor.getConfiguration().getSubjects(),
                captor.getConfiguration().getName()));
  }

  private Found create(String topic, String type) {
    requireMayCreate("stream " + StreamNames.ofTopic(topic) + " for topic " + topic);
    List<String> subjects = new ArrayList<>(StreamNames.subjects(topic));
    if (subjects.stream().noneMatch(subject -> Subjects.matches(subject, type))) {
      subjects.add(type);
    }
    // A type that an annotation has placed elsewhere keeps its subject; then the others of this
    // topic are named one by one.
    String name = StreamNames.ofTopic(topic);
    boolean taken =
        StreamNames.subjects(topic).stream()
            .flatMap(subject -> captors(subject).stream())
            .anyMatch(captor -> !captor.getConfiguration().getName().equals(name));
    return make(plan.ofTopic(topic, taken ? List.of(type) : subjects));
  }

  private Found make(StreamConfiguration wanted) {
    StreamInfo made = api.ask("making stream " + wanted.getName(), m -> m.addStream(wanted));
    verify(made.getConfiguration(), wanted);
    LOG.log(
        System.Logger.Level.INFO,
        "made stream {0} for {1}",
        wanted.getName(),
        String.join(", ", wanted.getSubjects()));
    return Found.of(made);
  }

  /** Has a stream of ours store one more subject. */
  private Found extend(StreamConfiguration there, String topic, String type) {
    List<StreamInfo> captors = captors(type);
    if (!captors.isEmpty()) {
      Found captor = Found.of(captors.get(0));
      if (captor.topic() == null) {
        return captor;
      }
      throw overlap(topic, type, captors.get(0));
    }
    requireMayCreate("subject %s in stream %s".formatted(type, there.getName()));
    return Found.of(
        api.ask(
            "adding subject %s to stream %s".formatted(type, there.getName()),
            m -> m.updateStream(StreamConfiguration.builder(there).addSubjects(type).build())));
  }

  private void requireMayCreate(String what) {
    if (topology != Provisioning.CREATE) {
      throw new ConfigurationException(
          "%s does not exist, and ?topology=%s forbids making it. Make it, or leave the option out"
              .formatted(what, topology.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** With ?topology=verify, refuses a stream that is not as it should be. */
  private void verify(StreamConfiguration there, StreamConfiguration wanted) {
    if (topology == Provisioning.NONE || !StreamPlan.isOurs(there)) {
      return;
    }
    List<String> differences = StreamPlan.differences(there, wanted);
    if (differences.isEmpty()) {
      return;
    }
    String told =
        "stream %s differs: %s".formatted(there.getName(), String.join("; ", differences));
    if (topology == Provisioning.VERIFY) {
      throw new ConfigurationException(
          told + ". Change it with nats stream edit, or the URL's options");
    }
    if (differing.add(told)) {
      LOG.log(System.Logger.Level.WARNING, "{0}. It is used as it is", told);
    }
  }

  /** Deletes the stream of a topic; returns its name. */
  String delete(String topic) {
    String name = StreamNames.ofTopic(topic);
    boolean ours = find(name).filter(found -> topic.equals(found.topic())).isPresent();
    if (!ours) {
      throw new UnsupportedException(
          "topic %s is in a stream that Busline has not made, and that may hold more. Delete its events with nats stream purge, or the stream with nats stream rm"
              .formatted(topic));
    }
    api.ask("deleting stream " + name, m -> m.deleteStream(name));
    forget(name);
    return name;
  }

  /** Makes the bucket of what groups have done, if there is none. */
  void requireGroups() {
    requireInternal(plan.groups());
  }

  /** Makes the stream of dead letters, if there is none. */
  void requireDeadLetters() {
    requireInternal(plan.deadLetters());
  }

  private void requireInternal(StreamConfiguration wanted) {
    Optional<StreamInfo> there =
        api.find("looking at stream " + wanted.getName(), m -> m.getStreamInfo(wanted.getName()));
    if (there.isPresent()) {
      verify(there.get().getConfiguration(), wanted);
      return;
    }
    requireMayCreate("stream " + wanted.getName());
    try {
      make(wanted);
    } catch (BrokerException e) {
      // Somebody else may have made it at the same time, with other options.
      if (find(wanted.getName()).isEmpty()) {
        throw e;
      }
    }
  }

  /** The streams that are there, and those that must be for types whose topic is known. */
  List<Found> require(Interests interests) {
    List<Found> found = new ArrayList<>();
    for (Interest interest : interests.list()) {
      if (interest.topic() != null) {
        Found required = require(interest.topic(), interest.pattern().pattern());
        found.removeIf(other -> other.name().equals(required.name()));
        found.add(required);
      }
    }
    for (Found other : interests.topics().isPresent() ? List.<Found>of() : of(interests)) {
      if (found.stream().noneMatch(known -> known.name().equals(other.name()))) {
        found.add(other);
      }
    }
    return found;
  }

  /** The streams that may hold something of interest. */
  List<Found> of(Interests interests) {
    return all().stream().filter(found -> !found.filters(interests).isEmpty()).toList();
  }
}
