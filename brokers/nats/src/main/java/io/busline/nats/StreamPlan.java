package io.busline.nats;

import io.busline.spi.Durations;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PersistMode;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How a stream of ours is made, and how one that is there differs from that. Pure. */
final class StreamPlan {

  /** Begins the description of every stream of ours: servers before 2.10 have no other place. */
  private static final String MARK = "Busline: ";

  private final Duration retention;
  private final Duration duplicates;
  private final int replicas;
  private final int maxBytes;

  /**
   * A plan.
   *
   * @param maxBytes how large each stream may grow, or -1 without a limit
   */
  StreamPlan(Duration retention, Duration duplicates, int replicas, int maxBytes) {
    this.retention = retention;
    this.duplicates = duplicates;
    this.replicas = replicas;
    this.maxBytes = maxBytes;
  }

  /** The stream of a topic. */
  StreamConfiguration ofTopic(String topic, List<String> subjects) {
    return durable(StreamNames.ofTopic(topic), "topic " + topic)
        .subjects(subjects)
        .maxAge(retention)
        // A limit of bytes must not take what a group has yet to handle; age takes it, as told.
        .discardPolicy(maxBytes < 0 ? DiscardPolicy.Old : DiscardPolicy.New)
        .duplicateWindow(duplicates.compareTo(retention) < 0 ? duplicates : retention)
        .build();
  }

  /** Laid out as the client libraries lay out a key-value bucket. */
  StreamConfiguration groups() {
    return durable(StreamNames.GROUPS, "what groups have done")
        .subjects("$KV." + StreamNames.GROUPS_BUCKET + ".>")
        .maxMessagesPerSubject(1)
        .discardPolicy(DiscardPolicy.New)
        .allowRollup(true)
        .denyDelete(true)
        .build();
  }

  /** How a stream of ours would be made now. */
  StreamConfiguration wanted(StreamConfiguration there) {
    return switch (there.getName()) {
      case StreamNames.GROUPS -> groups();
      case StreamNames.DEAD_LETTERS -> deadLetters();
      default -> ofTopic(there.getName(), there.getSubjects());
    };
  }

  StreamConfiguration deadLetters() {
    return durable(StreamNames.DEAD_LETTERS, "dead letters")
        .subjects(DeadLetterStream.SUBJECTS)
        .maxMessagesPerSubject(1)
        .discardPolicy(DiscardPolicy.New)
        .build();
  }

  private StreamConfiguration.Builder durable(String name, String what) {
    return StreamConfiguration.builder()
        .name(name)
        .description(MARK + what)
        .storageType(StorageType.File)
        .maxBytes(maxBytes)
        .retentionPolicy(RetentionPolicy.Limits)
        .replicas(replicas);
  }

  static boolean isOurs(StreamConfiguration there) {
    return there.getDescription() != null && there.getDescription().startsWith(MARK);
  }

  /** What is less safe than it should be, or not as the URL has it. */
  static List<String> differences(StreamConfiguration there, StreamConfiguration wanted) {
    List<String> found = new ArrayList<>();
    if (there.getStorageType() != StorageType.File) {
      found.add("it is kept in memory and ends with the server, instead of in files");
    }
    if (there.getRetentionPolicy() != RetentionPolicy.Limits) {
      found.add(
          "its retention is %s, so one group's acknowledgement takes an event from the others"
              .formatted(there.getRetentionPolicy()));
    }
    if (there.getNoAck()) {
      found.add("it confirms nothing (no_ack)");
    }
    if (there.getPersistMode() == PersistMode.Async) {
      found.add("it confirms before it has stored (persist_mode async)");
    }
    if (there.getReplicas() != wanted.getReplicas()) {
      found.add(
          "it has %d replicas instead of %d".formatted(there.getReplicas(), wanted.getReplicas()));
    }
    if (differ(there.getMaxAge(), wanted.getMaxAge())) {
      found.add(
          "it keeps events %s instead of %s"
              .formatted(inWords(there.getMaxAge()), inWords(wanted.getMaxAge())));
    }
    if (there.getDuplicateWindow().compareTo(wanted.getDuplicateWindow()) < 0) {
      found.add(
          "it recognises duplicates for %s instead of %s"
              .formatted(
                  Durations.format(there.getDuplicateWindow()),
                  Durations.format(wanted.getDuplicateWindow())));
    }
    return found;
  }

  private static boolean differ(Duration one, Duration other) {
    return !one.equals(other);
  }

  private static String inWords(Duration age) {
    return age.isZero() ? "for ever" : "for " + Durations.format(age);
  }
}
