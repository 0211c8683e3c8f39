package io.busline.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many events something took how long.
 *
 * @param events how many
 * @param seconds how long all of them took
 */
record Throughput(long events, double seconds) {

  static Throughput since(long startNanos, long events) {
    return new Throughput(events, (System.nanoTime() - startNanos) / 1e9);
  }

  double perSecond() {
    return events / seconds;
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("events", events);
    fields.put("seconds", seconds);
    fields.put("eventsPerSecond", perSecond());
    return fields;
  }
}
