package io.busline.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The file with the rules, which promtool reads in earnest. */
final class Rules {
  static final Path FILE = Path.of("prometheus", "busline.rules.yml");

  private static final Pattern EXPRESSION =
      Pattern.compile("^ +expr:(?: >-\\n((?: {10,}.*\\n)+)| (.*)\\n)", Pattern.MULTILINE);
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
  private static final Pattern RECORD = Pattern.compile("- record: (\\S+)");

  private final String text;

  private Rules(String text) {
    this.text = text;
  }

  static Rules read() {
    try {
      return new Rules(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + FILE, e);
    }
  }

  List<Expression> expressions() {
    return EXPRESSION
        .matcher(text)
        .results()
        .map(r -> new Expression(r.group(1) == null ? r.group(2) : r.group(1)))
        .toList();
  }

  List<String> alerts() {
    return found(ALERT);
  }

  List<String> recorded() {
    return found(RECORD);
  }

  private List<String> found(Pattern pattern) {
    return pattern.matcher(text).results().map((MatchResult r) -> r.group(1)).toList();
  }

  /** The same rules for those who cannot wait: seconds in place of minutes. */
  String hurried() {
    return text.replaceAll("\\[\\d+m]", "[30s]")
        .replaceAll("for: \\w+", "for: 0s")
        .replace("> 300", "> 1");
  }
}
