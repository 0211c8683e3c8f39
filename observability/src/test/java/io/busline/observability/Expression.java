package io.busline.observability;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an expression for Prometheus speaks of. */
record Expression(String text) {
  private static final Pattern SELECTOR = Pattern.compile("\\{([^}]*)}");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern METRIC = Pattern.compile("\\b(?:busline|messaging)[_:][a-z0-9_:]+");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");

  /** The metrics, and what rules have recorded. */
  Set<String> metrics() {
    String bare = GROUPING.matcher(SELECTOR.matcher(text).replaceAll("")).replaceAll("");
    return found(METRIC, bare).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The labels that are matched or grouped by. */
  Set<String> labels() {
    Stream<String> matched =
        SELECTOR.matcher(text).results().map(r -> r.group(1)).flatMap(in -> names(in));
    Stream<String> grouped =
        GROUPING.matcher(text).results().flatMap(r -> Stream.of(r.group(1).split("\\s*,\\s*")));
    return Stream.concat(matched, grouped)
        .map(String::strip)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> names(String selector) {
    return MATCHER.matcher(selector).results().map(r -> r.group(1));
  }

  private static Stream<String> found(Pattern pattern, String in) {
    return pattern.matcher(in).results().map(MatchResult::group);
  }
}
