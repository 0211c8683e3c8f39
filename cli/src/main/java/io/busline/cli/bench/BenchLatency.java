package io.busline.cli.bench;

import io.busline.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How late events were at a steady rate.
 *
 * @param rate how many a second were to be published
 * @param due how many in all
 * @param published how many of them were
 * @param reached how many were handled, in which time
 * @param nanos from when an event was due until it was handled
 */
record BenchLatency(int rate, long due, long published, Throughput reached, Histogram nanos) {
  private static final double NANOS_PER_MICRO = 1e3;

  /** A percentile as people and as programs write it. */
  private record Percentile(String title, String field, double value) {}

  private static final List<Percentile> PERCENTILES =
      List.of(
          new Percentile("P50", "p50Micros", 50),
          new Percentile("P90", "p90Micros", 90),
          new Percentile("P99", "p99Micros", 99),
          new Percentile("P99.9", "p999Micros", 99.9),
          new Percentile("MAX", "maxMicros", 100));

  /** Whether the bus took fewer than were due. */
  boolean fellBehind() {
    return published < due;
  }

  Table table() {
    Table table =
        new Table(PERCENTILES.stream().map(each -> each.title + "#").toArray(String[]::new));
    table.row(PERCENTILES.stream().map(each -> "%,.2f ms".formatted(micros(each) / 1e3)).toArray());
    return table;
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rate", rate);
    fields.put("due", due);
    fields.putAll(reached.fields());
    PERCENTILES.forEach(each -> fields.put(each.field, micros(each)));
    return fields;
  }

  private double micros(Percentile percentile) {
    return nanos.getValueAtPercentile(percentile.value) / NANOS_PER_MICRO;
  }
}
