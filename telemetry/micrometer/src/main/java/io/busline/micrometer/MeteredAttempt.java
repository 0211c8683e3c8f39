package io.busline.micrometer;

import io.busline.HandlingObservation;

/**
 * An attempt at one event. It keeps what it needs of the event and not the event, as there may be
 * many that wait to be counted.
 *
 * @param meters what counts it
 * @param age how old the event was when it arrived, in milliseconds; or a reason to count no age
 */
record MeteredAttempt(ProcessMeters meters, long age) implements HandlingObservation {

  @Override
  public void ended(AttemptEnd end) {
    meters.delivered(age);
    meters.took(end.tookNanos(), end.failure());
  }
}
