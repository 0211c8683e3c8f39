package io.busline.nats;

import java.util.ArrayList;
import java.util.List;

/** What subjects with wildcards have in common. Pure. */
final class Subjects {

  private Subjects() {}

  /** Whether a subject without wildcards matches a pattern. */
  static boolean matches(String pattern, String subject) {
    return covers(pattern, subject);
  }

  /** Whether everything that matches one pattern matches another. */
  static boolean covers(String wide, String narrow) {
    String[] w = wide.split("\\.", -1);
    String[] n = narrow.split("\\.", -1);
    for (int i = 0; i < w.length; i++) {
      if (w[i].equals(">")) {
        return i < n.length;
      }
      if (i >= n.length || n[i].equals(">") || !(w[i].equals("*") || w[i].equals(n[i]))) {
        return false;
      }
    }
    return w.length == n.length;
  }

  /** Whether a subject may match both. */
  static boolean overlap(String one, String other) {
    String[] a = one.split("\\.", -1);
    String[] b = other.split("\\.", -1);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i].equals(">") || b[i].equals(">")) {
        return true;
      }
      if (!a[i].equals("*") && !b[i].equals("*") && !a[i].equals(b[i])) {
        return false;
      }
    }
    return a.length == b.length;
  }

  /** The pattern that matches what both match, if {@link #overlap} is true. */
  static String intersection(String one, String other) {
    String[] a = one.split("\\.", -1);
    String[] b = other.split("\\.", -1);
    List<String> both = new ArrayList<>();
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      if (i < a.length && a[i].equals(">")) {
        both.addAll(rest(b, i));
        break;
      }
      if (i < b.length && b[i].equals(">")) {
        both.addAll(rest(a, i));
        break;
      }
      both.add(a[i].equals("*") ? b[i] : a[i]);
    }
    return String.join(".", both);
  }

  private static List<String> rest(String[] tokens, int from) {
    return List.of(tokens).subList(from, tokens.length);
  }

  /**
   * The filters with which a server sends what matches some patterns and is in a stream. None goes
   * beyond the stream, and none lies within another.
   *
   * @param patterns what is wanted
   * @param subjects what the stream holds
   */
  static List<String> filters(List<String> patterns, List<String> subjects) {
    List<String> wanted = new ArrayList<>();
    for (String pattern : patterns) {
      for (String subject : subjects) {
        if (overlap(subject, pattern)) {
          String both = intersection(pattern, subject);
          if (wanted.stream().noneMatch(other -> covers(other, both))) {
            wanted.removeIf(other -> covers(both, other));
            wanted.add(both);
          }
        }
      }
    }
    return List.copyOf(wanted);
  }

  /** Whether some filters let everything in a stream pass. */
  static boolean passAll(List<String> filters, List<String> subjects) {
    return subjects.stream().allMatch(s -> filters.stream().anyMatch(filter -> covers(filter, s)));
  }

  /** Whether something matches two of some filters, which a server does not take. */
  static boolean areEntangled(List<String> filters) {
    return filters.stream()
        .anyMatch(f -> filters.stream().anyMatch(o -> !o.equals(f) && overlap(o, f)));
  }

  /**
   * Patterns that together match whatever some patterns match, and no subject twice. Where two
   * overlap they become one that is wider than both.
   */
  static List<String> disjoint(List<String> patterns) {
    List<String> result = new ArrayList<>();
    for (String pattern : patterns) {
      String wide = pattern;
      for (int i = 0; i < result.size(); ) {
        if (overlap(result.get(i), wide)) {
          wide = join(result.remove(i), wide);
          i = 0;
        } else {
          i++;
        }
      }
      result.add(wide);
    }
    return List.copyOf(result);
  }

  /** The narrowest pattern that covers two. */
  private static String join(String one, String other) {
    String[] a = one.split("\\.", -1);
    String[] b = other.split("\\.", -1);
    List<String> wide = new ArrayList<>();
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      if (i >= a.length || i >= b.length || a[i].equals(">") || b[i].equals(">")) {
        wide.add(">");
        break;
      }
      wide.add(a[i].equals(b[i]) ? a[i] : "*");
    }
    return String.join(".", wide);
  }
}
