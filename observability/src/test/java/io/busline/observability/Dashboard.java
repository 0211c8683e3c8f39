package io.busline.observability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard for Grafana. */
record Dashboard(JsonNode root) {
  static final Path FILE = Path.of("grafana", "busline.json");

  static Dashboard read() {
    return new Dashboard(JsonMapper.shared().readTree(FILE.toFile()));
  }

  List<JsonNode> panels() {
    return nodes(root.path("panels"));
  }

  List<JsonNode> variables() {
    return nodes(root.path("templating").path("list"));
  }

  List<JsonNode> targets() {
    return panels().stream().flatMap(panel -> nodes(panel.path("targets")).stream()).toList();
  }

  List<Expression> expressions() {
    return targets().stream().map(t -> new Expression(t.path("expr").asString(""))).toList();
  }

  /** The same as Grafana sends them, with nothing left out by its variables. */
  List<String> queries() {
    return expressions().stream()
        .map(Expression::text)
        .map(text -> text.replace("$__rate_interval", "5m").replace("$__range", "6h"))
        .map(text -> text.replace("$job", ".*").replace("$subscription", ".*"))
        .toList();
  }

  private static List<JsonNode> nodes(JsonNode array) {
    List<JsonNode> nodes = new ArrayList<>();
    array.forEach(nodes::add);
    return nodes;
  }
}
