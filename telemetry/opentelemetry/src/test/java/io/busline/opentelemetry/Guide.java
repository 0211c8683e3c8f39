package io.busline.opentelemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of the guide. */
final class Guide {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final String text;

  private Guide(String text) {
    this.text = text;
  }

  static Guide read() {
    try {
      return new Guide(Files.readString(Path.of("..", "..", "docs", "guide", "observability.md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean names(String version) {
    return text.contains("version " + version + ".");
  }

  /** The cells of the rows of a table, which begins with the given heading. */
  Stream<String[]> rows(String heading) {
    String table = text.substring(text.indexOf("\n| " + heading + " |") + 1);
    return table
        .lines()
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new));
  }

  /** What stands in a cell as code. */
  static Set<String> codes(String cell) {
    return CODE.matcher(cell)
        .results()
        .map(r -> r.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static String code(String cell) {
    Matcher code = CODE.matcher(cell);
    return code.find() ? code.group(1) : "";
  }

  /** The attributes of spans of a kind: publish, process or batch. */
  Set<String> spanAttributes(String kind) {
    return rows("Attribute")
        .filter(row -> Set.of(row[2].split(", ")).contains(kind))
        .map(row -> code(row[1]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The unit of each metric. */
  Map<String, String> units() {
    return rows("Metric")
        .collect(
            Collectors.toMap(
                row -> code(row[1]),
                row -> row[2] + " " + code(row[3]),
                (a, b) -> a,
                TreeMap::new));
  }

  /** The attributes that a metric may have. */
  Set<String> metricAttributes(String metric) {
    String cell =
        rows("Metric").filter(row -> code(row[1]).equals(metric)).findFirst().orElseThrow()[4];
    if (!cell.startsWith("*")) {
      return codes(cell);
    }
    String set = cell.substring(0, cell.indexOf('*', 1) + 1);
    Set<String> attributes =
        codes(rows("Set").filter(row -> row[1].equals(set)).findFirst().orElseThrow()[2]);
    attributes.removeAll(codes(cell));
    return attributes;
  }
}
