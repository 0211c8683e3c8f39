package io.busline.spi;

import io.busline.admin.DeadLetter;
import java.util.List;

/**
 * A part of a list of dead letters.
 *
 * @param letters the letters, in the order in which they died; there may be fewer than were asked
 *     for, or none, although a page follows
 * @param next where the next page begins, for {@link DeadLetterStore#list}; empty if none follows.
 *     Only the broker knows what it means. It stays valid whichever letters are removed meanwhile
 */
public record LetterPage(List<DeadLetter> letters, String next) {

  /** Copies the list. */
  public LetterPage {
    letters = List.copyOf(letters);
  }

  /**
   * A page that no other follows.
   *
   * @param letters the letters
   * @return the page
   */
  public static LetterPage last(List<DeadLetter> letters) {
    return new LetterPage(letters, "");
  }
}
