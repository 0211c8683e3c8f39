package io.busline.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that was found, and where.
 *
 * @param machine where it was measured
 * @param rounds how often
 * @param suites what each suite found
 */
public record Report(Machine machine, int rounds, List<SuiteResult> suites) {

  public String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(machine.markdown());
    lines.add("");
    lines.add(
        "Medians of %d rounds, quartiles in brackets; a ratio is the median of the rounds' ratios."
            .formatted(rounds));
    for (SuiteResult suite : suites) {
      lines.add("");
      lines.add("### " + suite.name() + ": " + suite.title());
      lines.add("");
      table(suite, lines);
      if (suite.disturbed() > 0) {
        lines.add("");
        lines.add(
            "%d samples were taken while others used more than %.0f %% of the machine."
                .formatted(suite.disturbed(), Neighbours.TOLERATED * 100));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static void table(SuiteResult suite, List<String> lines) {
    boolean compared = suite.rows().stream().anyMatch(row -> row.ratio() != null);
    boolean more = suite.rows().stream().anyMatch(row -> !row.also().isEmpty());
    lines.add("| |  |" + (compared ? " ratio |" : "") + (more ? " |" : ""));
    lines.add("|---|---|" + (compared ? "---|" : "") + (more ? "---|" : ""));
    for (SuiteResult.Row row : suite.rows()) {
      lines.add(
          "| %s | %s |%s%s"
              .formatted(
                  row.name(),
                  value(row),
                  compared ? " " + ratio(row) + " |" : "",
                  more ? " " + also(row) + " |" : ""));
    }
  }

  private static String value(SuiteResult.Row row) {
    Spread value = row.value();
    return "**%s** %s [%s–%s]"
        .formatted(
            Unit.number(value.median()),
            row.unit().label(),
            Unit.number(value.low()),
            Unit.number(value.high()));
  }

  private static String ratio(SuiteResult.Row row) {
    Spread ratio = row.ratio();
    return ratio == null
        ? ""
        : "%s × %s [%s–%s]"
            .formatted(
                Unit.number(ratio.median()),
                row.versus(),
                Unit.number(ratio.low()),
                Unit.number(ratio.high()));
  }

  private static String also(SuiteResult.Row row) {
    return row.also().entrySet().stream()
        .map((Map.Entry<String, Double> e) -> Unit.number(e.getValue()) + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }
}
