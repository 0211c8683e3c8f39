package io.busline.nats;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import java.util.Optional;

/** What a stream may be like that takes events from those who have yet to handle them. Pure. */
final class StreamFlaws {

  private StreamFlaws() {}

  /** Why groups and broadcasts cannot read a stream, and what to do about it. */
  static Optional<String> ofReading(StreamConfiguration there) {
    String name = there.getName();
    if (there.getRetentionPolicy() != RetentionPolicy.Limits) {
      return Optional.of(
          "stream %s has retention %s: one reader's acknowledgement takes an event from all others. Have it made anew with retention limits, or subscribe to what another stream stores"
              .formatted(name, there.getRetentionPolicy()));
    }
    if (there.getMaxMsgsPerSubject() > 0) {
      return Optional.of(
          "stream %s keeps %d events of a type and drops those before, handled or not (max_msgs_per_subject). Lift that with: nats stream edit %s --max-msgs-per-subject=-1"
              .formatted(name, there.getMaxMsgsPerSubject(), name));
    }
    if (there.getSubjectTransform() != null) {
      return Optional.of(
          "stream %s stores events under other subjects than those they were published to (subject_transform), so their types are lost. Have it made without, or subscribe to what another stream stores"
              .formatted(name));
    }
    return Optional.empty();
  }

  /** Why a publish into a stream has no answer, and what to do about it. */
  static Optional<String> ofPublishing(StreamConfiguration there) {
    return there.getNoAck()
        ? Optional.of(
            "stream %s confirms nothing (no_ack), so nobody can tell what it has stored. Have it confirm with: nats stream edit %s --ack"
                .formatted(there.getName(), there.getName()))
        : Optional.empty();
  }

  /** What may be lost under load, though not yet. */
  static Optional<String> ofKeeping(StreamConfiguration there) {
    boolean limited = there.getMaxMsgs() > 0 || there.getMaxBytes() > 0;
    return limited && there.getDiscardPolicy() == DiscardPolicy.Old
        ? Optional.of(
            "stream %s drops what is oldest, handled or not, beyond %d events or %d bytes. Have it refuse what is new instead, with: nats stream edit %s --discard=new"
                .formatted(
                    there.getName(), there.getMaxMsgs(), there.getMaxBytes(), there.getName()))
        : Optional.empty();
  }
}
