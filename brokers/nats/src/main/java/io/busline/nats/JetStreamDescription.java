package io.busline.nats;

import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.Durations;
import io.busline.spi.log.Slots;
import io.nats.client.Connection;
import java.util.EnumSet;
import java.util.List;

/** What a JetStream server is and can do. */
final class JetStreamDescription {

  /**
   * JetStream stores headers of 64 KiB at most. Percent-encoding may triple what is in the
   * envelope; the rest is for what a dead letter says.
   */
  private static final int MAX_HEADER_BYTES = 64 << 10;

  private static final int MAX_ENVELOPE_BYTES = 16 << 10;

  private JetStreamDescription() {}

  static BrokerDescription of(Connection connection, NatsSettings settings) {
    long payload = connection.getMaxPayload();
    return new BrokerDescription(
        "NATS JetStream " + connection.getServerInfo().getVersion(),
        EnumSet.complementOf(EnumSet.of(Capability.TRANSACTIONS)),
        (int) Math.min(Integer.MAX_VALUE, Math.max(payload / 2, payload - MAX_HEADER_BYTES)),
        MAX_ENVELOPE_BYTES,
        List.of(
            "A confirmed event is with the server, which syncs it to the disk within 2 minutes; after a power failure it may be gone, unless the server has sync_interval: always or streams have replicas.",
            "Up to %d instances of a group work at a time; more stand by.".formatted(Slots.COUNT),
            "An event published twice is recognised within duplicates=%s; events are kept for retention=%s, handled or not."
                .formatted(
                    Durations.format(settings.duplicates()),
                    Durations.format(settings.retention()))));
  }
}
