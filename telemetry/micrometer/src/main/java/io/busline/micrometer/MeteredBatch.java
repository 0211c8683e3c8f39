package io.busline.micrometer;

import io.busline.HandlingObservation;
import java.util.List;

/**
 * An attempt at a batch, which took as long as one at its first event.
 *
 * @param attempts those at its events
 */
record MeteredBatch(List<MeteredAttempt> attempts) implements HandlingObservation {

  @Override
  public void ended(AttemptEnd end) {
    for (MeteredAttempt each : attempts) {
      each.meters().delivered(each.age());
    }
    attempts.get(0).meters().took(end.tookNanos(), end.failure());
  }
}
