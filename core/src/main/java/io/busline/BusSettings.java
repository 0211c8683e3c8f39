package io.busline;

import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a builder was told. */
record BusSettings(
    @Nullable String service,
    Duration publishTimeout,
    Duration closeTimeout,
    int maxInFlight,
    long maxInFlightBytes,
    TimeSource time,
    RandomGenerator random) {

  /** The source of events that a bus without a service publishes: a valid URI-reference. */
  private static final String NOBODY = "anonymous";

  String sourceName() {
    return service == null ? NOBODY : service;
  }
}
