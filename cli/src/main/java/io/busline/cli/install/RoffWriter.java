package io.busline.cli.install;

/** Writes the macros of {@code man(7)}. Text may hold anything, and is shown as it is. */
final class RoffWriter {
  private final StringBuilder roff = new StringBuilder();

  void title(String name, String date, String source, String manual) {
    roff.append(".TH ").append(name).append(" 1");
    for (String each : new String[] {date, source, manual}) {
      roff.append(" \"").append(escaped(each)).append('"');
    }
    // No hyphenation, and no lines stretched to the margin: commands are to be copied.
    roff.append("\n.nh\n.ad l\n");
  }

  void section(String name) {
    roff.append(".SH ").append(name).append('\n');
  }

  void subsection(String name) {
    roff.append(".SS ").append(escaped(name)).append('\n');
  }

  void text(String text) {
    roff.append(".PP\n").append(lineStart(escaped(text))).append('\n');
  }

  /** A term, and what it means. */
  void item(String term, String text) {
    roff.append(".TP\n\\fB").append(escaped(term)).append("\\fR\n");
    roff.append(lineStart(escaped(text))).append('\n');
  }

  /** Lines as they are. */
  void examples(String... lines) {
    roff.append(".PP\n.nf\n");
    for (String line : lines) {
      roff.append(lineStart(escaped(line))).append('\n');
    }
    roff.append(".fi\n");
  }

  @Override
  public String toString() {
    return roff.toString();
  }

  /** A dot or a quote at the start of a line would be a request. */
  private static String lineStart(String escaped) {
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.replaceAll("\\R", " ")
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '"' -> escaped.append("\\(dq");
                case '\'' -> escaped.append("\\(aq");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                case '`' -> escaped.append("\\(ga");
                default -> {
                  if (c < 128) {
                    escaped.append((char) c);
                  } else {
                    escaped.append("\\[u%04X]".formatted(c));
                  }
                }
              }
            });
    return escaped.toString();
  }
}
