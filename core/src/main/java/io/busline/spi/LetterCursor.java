package io.busline.spi;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.LongSupplier;

/**
 * How far a list of dead letters was read, for a broker whose letters have numbers that grow. It
 * ends with the letters that were there when the first page was read: otherwise a redrive would
 * meet again and again what fails again.
 *
 * @param next the number at which the next page begins
 * @param end the highest number that belongs to the list
 */
public record LetterCursor(long next, long end) {

  /**
   * Reads what {@link #page} gave.
   *
   * @param from empty for the first page, else {@link LetterPage#next}
   * @param highest asked for the first page only: the highest number that there is now
   * @return the cursor
   */
  public static LetterCursor of(String from, LongSupplier highest) {
    if (from.isEmpty()) {
      return new LetterCursor(0, highest.getAsLong());
    }
    int dash = from.indexOf('-');
    return new LetterCursor(
        Long.parseLong(from.substring(0, dash)), Long.parseLong(from.substring(dash + 1)));
  }

  /**
   * A page of this list.
   *
   * @param letters what is in it
   * @param following the number of the first letter behind it
   * @return the page; the last one if that letter does not belong to the list
   */
  public LetterPage page(List<DeadLetter> letters, long following) {
    return following > end
        ? LetterPage.last(letters)
        : new LetterPage(letters, following + "-" + end);
  }

  /**
   * The page of a broker that has all letters at hand.
   *
   * @param all the letters by their numbers
   * @param query which of them
   * @param limit how many at most
   * @return the page
   */
  public LetterPage page(NavigableMap<Long, DeadLetter> all, DeadLetterQuery query, int limit) {
    List<DeadLetter> found = new ArrayList<>();
    for (Map.Entry<Long, DeadLetter> each : all.subMap(next, true, end, true).entrySet()) {
      if (found.size() == limit) {
        return page(found, each.getKey());
      }
      if (query.matches(each.getValue())) {
        found.add(each.getValue());
      }
    }
    return LetterPage.last(found);
  }
}
