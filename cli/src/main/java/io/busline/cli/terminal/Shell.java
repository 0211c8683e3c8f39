package io.busline.cli.terminal;

import java.util.regex.Pattern;

/** Words of commands to copy into a shell. */
public final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private Shell() {}

  /**
   * A word as a shell takes it.
   *
   * @param word any word
   * @return the word, in quotes if it needs them
   */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
