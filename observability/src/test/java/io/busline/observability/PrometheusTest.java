package io.busline.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.logs.MayWarn;
import io.busline.servers.PrometheusServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads the rules, scrapes both kinds of services, and raises every alert. */
@Tag("slow")
@MayWarn({
  "is a dead letter",
  "did not return",
  "is STALLED",
  "is DOWN",
  "is DEGRADED",
  "is RECOVERING",
  "closed"
})
class PrometheusTest {
  private static final Set<String> JOBS = Set.of("micrometer", "opentelemetry");

  @TempDir private Path folder;

  @Test
  void the_rules_are_valid() {
    assertThat(PrometheusServer.promtool("check", "rules", absolute(Rules.FILE)))
        .contains("SUCCESS");
  }

  @Test
  void each_alert_waits_for_as_long_as_it_says() {
    Path cases = Path.of("prometheus", "busline.test.yml");

    assertThat(PrometheusServer.promtool("test", "rules", absolute(cases))).contains("SUCCESS");
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().toString();
  }

  @Test
  void every_alert_fires_when_its_trouble_is_there_and_every_query_of_the_dashboard_answers()
      throws Exception {
    int port = freePort();
    try (Scraped micrometer = new Scraped();
        Agents opentelemetry = new Agents(port, folder.resolve("agent.txt"));
        PrometheusServer prometheus = PrometheusServer.start(config(micrometer.port(), port))) {
      Queries queries = new Queries(prometheus.port());
      queries.await("count by (job) (rate(busline_publish_unknown_total[10s]))", "job", JOBS);
      assertThat(queries.labels("ALERTS", "alertname")).isEmpty();

      micrometer.bringAbout();
      opentelemetry.bringAbout();

      for (String job : JOBS) {
        String fired =
            "count by (alertname) (count_over_time(ALERTS{alertstate='firing', job='%s'}[5m]))";
        queries.await(fired.formatted(job), "alertname", Set.copyOf(Rules.read().alerts()));
      }
      for (String query : Dashboard.read().queries()) {
        assertThat(queries.results(query)).as(query).isNotEmpty();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Both services every second, and the rules as fast. */
  private String config(int micrometer, int opentelemetry) throws IOException {
    Path rules = Files.writeString(folder.resolve("rules.yml"), Rules.read().hurried());
    return """
        global:
          scrape_interval: 1s
          evaluation_interval: 1s
        rule_files: ['%s']
        scrape_configs:
          - job_name: micrometer
            static_configs: [{targets: ['127.0.0.1:%d']}]
          - job_name: opentelemetry
            static_configs: [{targets: ['127.0.0.1:%d']}]
        """
        .formatted(rules, micrometer, opentelemetry);
  }
}
