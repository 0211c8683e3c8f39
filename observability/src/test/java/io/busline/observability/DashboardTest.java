package io.busline.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Grafana asks of a dashboard's file. */
class DashboardTest {
  private static final int COLUMNS = 24;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z]\\w*)}?");

  private final Dashboard dashboard = Dashboard.read();

  @Test
  void it_belongs_to_no_grafana_yet() {
    assertThat(dashboard.root().path("id").isNull()).isTrue();
    assertThat(dashboard.root().path("uid").asString("")).isEqualTo("busline");
    assertThat(dashboard.root().path("schemaVersion").asInt(0)).isGreaterThanOrEqualTo(36);
  }

  @Test
  void panels_have_ids_and_titles_of_their_own() {
    assertThat(dashboard.panels())
        .extracting(panel -> panel.path("id").asInt(0))
        .doesNotHaveDuplicates()
        .allMatch(id -> id > 0);
    assertThat(dashboard.panels())
        .extracting(panel -> panel.path("title").asString(""))
        .doesNotHaveDuplicates()
        .doesNotContain("");
  }

  @Test
  void panels_are_within_the_grid_and_cover_no_other() {
    Set<List<Integer>> covered = new HashSet<>();
    for (JsonNode panel : dashboard.panels()) {
      JsonNode at = panel.path("gridPos");
      int right = at.path("x").asInt() + at.path("w").asInt();
      assertThat(right).as("of %s", panel.path("title")).isLessThanOrEqualTo(COLUMNS);
      for (int x = at.path("x").asInt(); x < right; x++) {
        for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          assertThat(covered.add(List.of(x, y))).as("of %s", panel.path("title")).isTrue();
        }
      }
    }
  }

  @Test
  void every_query_has_an_expression_and_goes_to_the_chosen_prometheus() {
    for (JsonNode panel : dashboard.panels()) {
      List<String> names = new ArrayList<>();
      for (JsonNode target : panel.path("targets")) {
        names.add(target.path("refId").asString(""));
        assertThat(target.path("expr").asString("")).isNotBlank();
        assertThat(target.path("datasource").path("uid").asString("")).isEqualTo("${datasource}");
      }
      assertThat(names).doesNotHaveDuplicates().doesNotContain("");
      assertThat(names.isEmpty()).isEqualTo(panel.path("type").asString("").equals("row"));
    }
  }

  @Test
  void every_variable_that_is_used_is_defined() {
    Set<String> defined =
        dashboard.variables().stream()
            .map(variable -> variable.path("name").asString(""))
            .collect(Collectors.toSet());

    assertThat(VARIABLE.matcher(dashboard.root().toString()).results().map(r -> r.group(1)))
        .isNotEmpty()
        .allMatch(defined::contains);
  }
}
