package io.busline.cli.bench;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.cli.command.Json;

/**
 * What {@code bench} publishes.
 *
 * @param key one of many, so that handlers may work side by side
 * @param part the part of the bench it belongs to, unlike any other's
 * @param due when it was to be published, in this JVM's nanoseconds
 * @param padding what makes it as long as events are to be
 */
@EventType(Probe.TYPE)
record Probe(@EventKey String key, String part, long due, String padding) {
  static final String TYPE = "busline-bench.sent";

  /** The type's topic, and the name of the group that reads it. */
  static final String TOPIC = "busline-bench";

  private static final int KEYS = 1_000;

  static Probe number(long number, String part, long due, String padding) {
    return new Probe("k-" + number % KEYS, part, due, padding);
  }

  /** The padding with which the JSON of an event has a length, to within a few bytes. */
  static String padding(String part, int length) {
    int bare = Json.of(number(KEYS - 1, part, System.nanoTime(), "")).length();
    return "x".repeat(Math.max(0, length - bare));
  }
}
