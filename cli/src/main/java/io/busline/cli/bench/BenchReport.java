package io.busline.cli.bench;

import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Table;
import io.busline.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a bench found.
 *
 * @param size of an event's JSON, in bytes
 * @param published as fast as the bus confirms it
 * @param read what had waited, where a bus keeps what waits
 * @param endToEnd published and handled at the same time
 * @param latency at a steady rate
 * @param lost how many events were not delivered
 */
record BenchReport(
    int size,
    Throughput published,
    Optional<Throughput> read,
    Throughput endToEnd,
    BenchLatency latency,
    long lost) {

  List<String> lines(Terminal terminal) {
    Table table = new Table("EVENTS OF %,d BYTES".formatted(size), "EVENTS#", "TIME#", "A SECOND#");
    row(table, "published and confirmed", published);
    read.ifPresent(throughput -> row(table, "read, with all of them waiting", throughput));
    row(table, "end to end", endToEnd);
    List<String> lines = new ArrayList<>(table.lines(terminal));
    lines.add("");
    lines.add(
        "From due to handled, at %,d events a second for %.1f s:"
            .formatted(latency.rate(), latency.reached().seconds()));
    lines.addAll(latency.table().lines(terminal));
    return lines;
  }

  private static void row(Table table, String what, Throughput throughput) {
    table.row(
        what,
        "%,d".formatted(throughput.events()),
        "%.2f s".formatted(throughput.seconds()),
        "%,.0f".formatted(throughput.perSecond()));
  }

  /** What to know before believing the figures. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (latency.fellBehind()) {
      remarks.add(
          "The bus did not keep up: of %,d events due, %,d were published in twice the time. The latency is of those; try a lower --rate"
              .formatted(latency.due(), latency.published()));
    }
    if (lost > 0) {
      remarks.add("%s did not arrive".formatted(Shown.count(lost, "event")));
    }
    return remarks;
  }

  Map<String, Object> fields(String place) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bus", place);
    fields.put("java", System.getProperty("java.version"));
    fields.put("size", size);
    fields.put("publish", published.fields());
    read.ifPresent(throughput -> fields.put("read", throughput.fields()));
    fields.put("endToEnd", endToEnd.fields());
    fields.put("latency", latency.fields());
    fields.put("lost", lost);
    return fields;
  }
}
