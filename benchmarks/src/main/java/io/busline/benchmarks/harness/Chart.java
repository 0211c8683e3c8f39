package io.busline.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A bar for each rate of Busline's that was measured beside a tuned client of the same broker, as a
 * share of the client's: the median, and a line from quartile to quartile. SVG that is readable on
 * light and on dark pages.
 *
 * @param bars from top to bottom
 * @param origin what was measured where, for the last line
 */
public record Chart(List<Bar> bars, String origin) {
  private static final int WIDTH = 760;
  private static final int LEFT = 250;
  private static final int RIGHT = 60;
  private static final int TOP = 56;
  private static final int ROW = 30;
  private static final int THICKNESS = 16;
  private static final int BOTTOM = 44;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .title { font-weight: 600; font-size: 15px; }
        .note { font-size: 11px; fill: #59636e; }
        .bar { fill: #2f6fdb; }
        .spread { stroke: #1f2328; stroke-width: 1.5; }
        .even { stroke: #8a5a00; stroke-width: 1.5; stroke-dasharray: 4 3; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .note { fill: #9198a1; }
          .bar { fill: #5b9bff; }
          .spread { stroke: #e6edf3; }
          .even { stroke: #e3b341; }
        }
      </style>
      """;

  /**
   * One comparison.
   *
   * @param label what of Busline's
   * @param ratio to the client's rate
   */
  record Bar(String label, Spread ratio) {}

  /**
   * The comparisons of a report.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static Chart of(Report report) {
    List<Bar> bars = new ArrayList<>();
    for (SuiteResult suite : report.suites()) {
      for (SuiteResult.Row row : suite.rows()) {
        if (isComparison(row) && row.ratio() != null) {
          bars.add(new Bar(row.name(), row.ratio()));
        }
      }
    }
    if (bars.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to draw: no rate of Busline's is beside a tuned client's. Run the suites nats,"
              + " rabbitmq and kafka");
    }
    return new Chart(bars, origin(report));
  }

  private static String origin(Report report) {
    int disturbed = report.suites().stream().mapToInt(SuiteResult::disturbed).sum();
    return "%s, %s; medians of %d rounds, lines from quartile to quartile%s"
        .formatted(
            report.machine().processor(),
            report.machine().java(),
            report.rounds(),
            disturbed == 0 ? "" : "; %d samples were disturbed by others".formatted(disturbed));
  }

  private static boolean isComparison(SuiteResult.Row row) {
    String versus = row.versus();
    return row.unit() == Unit.EVENTS_PER_SECOND
        && row.name().startsWith("Busline")
        && versus != null
        && versus.contains("tuned");
  }

  public String svg() {
    int foot = TOP + bars.size() * ROW;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(WIDTH, foot + BOTTOM));
    svg.append("<title>Busline's rate as a share of the tuned client's</title>\n").append(STYLE);
    svg.append(text(0, 18, "title", "Events a second, beside the broker's own client, tuned"));
    for (int i = 0; i < bars.size(); i++) {
      draw(svg, bars.get(i), TOP + i * ROW);
    }
    svg.append(line("even", x(1), TOP - 8, x(1), foot));
    svg.append(text(x(1) - 30, TOP - 14, "note", "client = 1.00"));
    svg.append(text(0, foot + 28, "note", origin));
    return svg.append("</svg>\n").toString();
  }

  private void draw(StringBuilder svg, Bar bar, int top) {
    double middle = top + THICKNESS / 2.0;
    Spread ratio = bar.ratio();
    svg.append(text(0, middle + 4, "label", bar.label()));
    svg.append(
        "<rect class=\"bar\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" rx=\"2\"/>\n"
            .formatted(LEFT, top, number(x(ratio.median()) - LEFT), THICKNESS));
    svg.append(line("spread", x(ratio.low()), middle, x(ratio.high()), middle));
    double beyond = Math.max(x(ratio.median()), x(ratio.high())) + 8;
    svg.append(
        text(beyond, middle + 4, "value", String.format(Locale.ROOT, "%.2f", ratio.median())));
  }

  private double x(double ratio) {
    double most = 1;
    for (Bar bar : bars) {
      most = Math.max(most, Math.max(bar.ratio().median(), bar.ratio().high()));
    }
    return LEFT + ratio * (WIDTH - LEFT - RIGHT) / most;
  }

  private static String line(String kind, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
        .formatted(kind, number(x1), number(y1), number(x2), number(y2));
  }

  private static String text(double x, double y, String kind, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
        .formatted(kind, number(x), number(y), escaped);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
