package io.busline.cli.terminal;

import io.busline.cli.terminal.Terminal.Paint;
import io.busline.cli.terminal.Terminal.Stream;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns that line up. */
public final class Table {
  private static final String GAP = "  ";

  private final String[] titles;
  private final boolean[] numeric;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * Made with the titles of its columns.
   *
   * @param titles one for each column; one that ends in {@code #} holds numbers, to the right
   */
  public Table(String... titles) {
    this.titles = titles.clone();
    this.numeric = new boolean[titles.length];
    for (int i = 0; i < titles.length; i++) {
      numeric[i] = titles[i].endsWith("#");
      this.titles[i] = numeric[i] ? titles[i].substring(0, titles[i].length() - 1) : titles[i];
    }
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column, shown by {@code toString} with escapes
   */
  public void row(Object... cells) {
    String[] row = new String[titles.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = Visible.line(String.valueOf(cells[i]));
    }
    rows.add(row);
  }

  /**
   * The lines; on a terminal no line is longer than that is wide.
   *
   * @param terminal where they are to be written
   * @return the titles, and a line for each row
   */
  public List<String> lines(Terminal terminal) {
    int[] widths = new int[titles.length];
    measure(widths, titles);
    rows.forEach(row -> measure(widths, row));
    List<String> lines = new ArrayList<>();
    lines.add(terminal.paint(Stream.OUT, Paint.BOLD, cut(terminal, format(titles, widths))));
    rows.forEach(row -> lines.add(cut(terminal, format(row, widths))));
    return lines;
  }

  private static void measure(int[] widths, String[] row) {
    for (int i = 0; i < row.length; i++) {
      widths[i] = Math.max(widths[i], row[i].length());
    }
  }

  private String format(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      String padding = " ".repeat(widths[i] - row[i].length());
      line.append(i == 0 ? "" : GAP);
      line.append(numeric[i] ? padding + row[i] : row[i] + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(Terminal terminal, String line) {
    boolean fits = !terminal.is(Stream.OUT) || line.length() <= terminal.columns();
    return fits ? line : line.substring(0, terminal.columns() - 1) + "…";
  }
}
