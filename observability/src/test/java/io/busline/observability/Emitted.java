package io.busline.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is exported to Prometheus, in its text format. */
record Emitted(String text) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LABEL = Pattern.compile("[{,]([a-z_]+)=\"");

  /** Scrapes until certain metrics are there, which take a moment to be counted. */
  static Emitted await(Supplier<String> scraping, Set<String> metrics) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Emitted emitted = new Emitted(scraping.get());
    while (!emitted.metrics().containsAll(metrics) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(20_000_000);
      emitted = new Emitted(scraping.get());
    }
    assertThat(emitted.metrics()).containsAll(metrics);
    return emitted;
  }

  Set<String> metrics() {
    return text.lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line.split("[ {]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Set<String> labels() {
    return LABEL.matcher(text).results().map(r -> r.group(1)).collect(Collectors.toSet());
  }
}
