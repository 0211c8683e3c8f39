package io.busline.nats;

import io.busline.spi.Interests;
import io.busline.spi.log.LogInfo;
import io.nats.client.api.StreamInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream as the server has it.
 *
 * @param name its name
 * @param created when it was made, which tells it from one of the same name before
 * @param subjects what it captures
 * @param lastSeq its last place
 * @param topic the topic it was made for, or null if it is somebody else's
 * @param flaw why nobody can read it reliably, or null
 */
record Found(
    String name,
    Instant created,
    List<String> subjects,
    long lastSeq,
    @Nullable String topic,
    @Nullable String flaw) {

  static Found of(StreamInfo info) {
    String name = info.getConfiguration().getName();
    return new Found(
        name,
        info.getCreateTime().toInstant(),
        List.copyOf(info.getConfiguration().getSubjects()),
        info.getStreamState().getLastSequence(),
        StreamPlan.isOurs(info.getConfiguration()) ? StreamNames.topic(name).orElse(null) : null,
        StreamFlaws.ofReading(info.getConfiguration()).orElse(null));
  }

  /** What the leased log knows of it. */
  LogInfo log() {
    return new LogInfo(name, created, lastSeq, flaw);
  }

  /** The subjects in it that may be of interest. */
  List<String> filters(Interests interests) {
    return Subjects.filters(
        interests.list().stream()
            .filter(i -> i.topic() == null || topic == null || i.topic().equals(topic))
            .map(i -> i.pattern().pattern())
            .toList(),
        subjects);
  }

  /**
   * The filters with which the server is to send it; none for all, if it cannot sort that out.
   *
   * @param several whether the server takes more than one
   */
  List<String> readFilters(Interests interests, boolean several) {
    List<String> filters = filters(interests);
    boolean plain =
        Subjects.passAll(filters, subjects)
            || Subjects.areEntangled(filters)
            || (filters.size() > 1 && !several);
    return plain ? List.of() : filters;
  }

  boolean captures(String type) {
    return subjects.stream().anyMatch(subject -> Subjects.matches(subject, type));
  }
}
