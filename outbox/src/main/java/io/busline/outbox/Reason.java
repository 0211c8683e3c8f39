package io.busline.outbox;

import java.util.regex.Pattern;

/** What a failure says, as every database can keep it. */
final class Reason {
  /** Longer than any sentence that somebody wrote, and a line of a log; some quote whole bodies. */
  private static final int LONGEST = 900;

  /** PostgreSQL keeps no null character, and no database keeps half a surrogate pair. */
  private static final Pattern UNKEPT = Pattern.compile("[\\p{Cc}\\p{Cs}]");

  private Reason() {}

  /** Its message; foreign code may have written that of an exception, and may fail itself. */
  static String of(Throwable failure) {
    String said;
    try {
      said = String.valueOf(failure.getMessage());
    } catch (RuntimeException e) {
      said = failure.getClass().getName() + ", whose message cannot be had";
    }
    String cut = said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
    return UNKEPT.matcher(cut).replaceAll(" ");
  }
}
