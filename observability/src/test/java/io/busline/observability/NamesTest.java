package io.busline.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.logs.MayWarn;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules and dashboard speak of what Micrometer's registry for Prometheus exports. */
@MayWarn({
  "is a dead letter",
  "did not return",
  "is STALLED",
  "is DOWN",
  "is DEGRADED",
  "is RECOVERING",
  "closed"
})
class NamesTest {
  private static final Rules RULES = Rules.read();
  private static final Dashboard DASHBOARD = Dashboard.read();

  private static Scraped service;
  private static Emitted emitted;

  @BeforeAll
  static void run() throws IOException {
    service = new Scraped();
    service.bringAbout();
    emitted = Emitted.await(service::scrape, metrics());
  }

  @AfterAll
  static void close() {
    service.close();
  }

  private static Stream<Expression> expressions() {
    return Stream.concat(RULES.expressions().stream(), DASHBOARD.expressions().stream());
  }

  private static Set<String> metrics() {
    Set<String> metrics =
        expressions()
            .flatMap(expression -> expression.metrics().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    metrics.removeAll(RULES.recorded());
    return metrics;
  }

  @Test
  void every_metric_in_rules_and_dashboard_is_exported() {
    assertThat(emitted.metrics()).containsAll(metrics());
  }

  @Test
  void every_label_in_rules_and_dashboard_is_exported() {
    Set<String> labels = new TreeSet<>(emitted.labels());
    labels.addAll(Set.of("job", "instance"));

    assertThat(labels)
        .containsAll(
            expressions()
                .flatMap(expression -> expression.labels().stream())
                .collect(Collectors.toSet()));
  }

  @Test
  void every_metric_of_busline_is_in_rules_or_dashboard() {
    Set<String> shown = metrics();

    assertThat(emitted.metrics().stream().filter(name -> name.startsWith("busline_")))
        .allMatch(name -> shown.contains(name) || shown.contains(bucket(name)), "is shown");
  }

  /** Of a histogram, one of its parts is enough. */
  private static String bucket(String name) {
    return name.replaceAll("_(sum|count|max)$", "_bucket");
  }
}
