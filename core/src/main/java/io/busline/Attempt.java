package io.busline;

import java.util.Optional;

/**
 * One try at handling an event, as interceptors see it.
 *
 * @param group the group, or empty for a broadcast
 * @param topic where the event was read from
 * @param number 1 for the first try, 2 for the first retry
 */
public record Attempt(Optional<String> group, String topic, int number) {}
