package io.busline.kafka;

import io.busline.cloudevents.HeaderBinding;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.Durations;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a Kafka cluster is and can do. */
final class KafkaDescription {
  static final int MAX_DATA_BYTES = 1 << 20;
  static final int MAX_ENVELOPE_BYTES = HeaderBinding.MAX_CHARACTERS;

  private KafkaDescription() {}

  static BrokerDescription of(Map<String, Short> features, KafkaSettings settings) {
    Short level = features.get("metadata.version");
    return new BrokerDescription(
        level == null ? "Kafka" : "Kafka, metadata version " + level,
        EnumSet.complementOf(EnumSet.of(Capability.DEDUPLICATION, Capability.KEY_DEFERRAL)),
        MAX_DATA_BYTES,
        MAX_ENVELOPE_BYTES,
        List.of(
            "A confirmed event is with every replica that is in sync, and not yet on their disks.",
            "So many instances of a group work at a time as a topic has partitions, here %d in a new one; more stand by."
                .formatted(settings.partitions()),
            "An event that is published twice is stored twice.",
            "Events are kept for retention=%s, handled or not; a group without an instance is forgotten by the server after a week by default, and then begins anew."
                .formatted(Durations.format(settings.retention()))),
        Set.of(ShareGroups.OPTION));
  }
}
