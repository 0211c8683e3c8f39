package io.busline.nats;

import io.busline.spi.BusUrl;
import io.busline.spi.Durations;
import java.time.Duration;

record NatsSettings(
    BusUrl url,
    Topology topology,
    Duration retention,
    Duration duplicates,
    int replicas,
    Duration lease) {
  enum Topology {
    CREATE,
    VERIFY,
    NONE
  }

  static NatsSettings read(BusUrl url) {
    url.parameters().allow("topology", "retention", "replicas", "lease", "duplicates");
    return new NatsSettings(
        url,
        Topology.valueOf(
            url.parameters()
                .choice("topology", java.util.List.of("create", "verify", "none"), "create")
                .toUpperCase(java.util.Locale.ROOT)),
        url.parameters().duration("retention", Durations.parse("x", "7d")),
        url.parameters().duration("duplicates", Duration.ofMinutes(2)),
        url.parameters().integer("replicas", 1, 5, 1),
        url.parameters().duration("lease", Duration.ofSeconds(10)));
  }
}
