package io.busline.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a Prometheus on this machine. */
record Queries(int port) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What a query results in now; an error of its syntax fails the test. */
  List<JsonNode> results(String query) throws IOException, InterruptedException {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    URI uri = URI.create("http://127.0.0.1:%d/api/v1/query?query=%s".formatted(port, encoded));
    String body = HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    JsonNode answer = JsonMapper.shared().readTree(body);
    assertThat(answer.path("status").asString("")).as(query + ": " + body).isEqualTo("success");
    List<JsonNode> results = new ArrayList<>();
    answer.path("data").path("result").forEach(results::add);
    return results;
  }

  /** The values of a label in what a query results in. */
  Set<String> labels(String query, String label) throws IOException, InterruptedException {
    return results(query).stream()
        .map(result -> result.path("metric").path(label).asString(""))
        .collect(Collectors.toSet());
  }

  /** Waits until the values of a label are these. */
  void await(String query, String label, Set<String> values)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Set<String> seen = labels(query, label);
    while (!seen.equals(values) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(200_000_000);
      seen = labels(query, label);
    }
    assertThat(seen).as(query).isEqualTo(values);
  }
}
