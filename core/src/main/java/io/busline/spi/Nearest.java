package io.busline.spi;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what a misspelt word was meant to be. */
public final class Nearest {

  private Nearest() {}

  /**
   * A sentence that helps after a word that does not exist.
   *
   * @param word the word
   * @param valid the words that exist
   * @param ifNone what to say if none exists
   * @return such as {@code Did you mean retention? Valid are: retention, lease}
   */
  public static String hint(String word, Collection<String> valid, String ifNone) {
    if (valid.isEmpty()) {
      return ifNone;
    }
    String nearest =
        valid.stream().min(Comparator.comparingInt(v -> distance(word, v))).orElseThrow();
    String list = "Valid are: " + String.join(", ", valid);
    return distance(word, nearest) <= Math.max(2, word.length() / 3)
        ? "Did you mean " + nearest + "? " + list
        : list;
  }

  /** Levenshtein's distance: insertions, deletions and replacements that turn a into b. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
