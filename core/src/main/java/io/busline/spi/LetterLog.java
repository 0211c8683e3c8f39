package io.busline.spi;

import java.util.function.Predicate;

/**
 * Dead letters as a log that cannot be searched: letters are appended, and so is the news that one
 * was removed. A broker that has no more than that implements it, and {@link LetterBook} does the
 * rest. Used by one thread at a time.
 */
public interface LetterLog extends AutoCloseable {

  /**
   * What tells this log from another of the same name, after somebody has deleted the first. Blocks
   * if it must be asked for.
   *
   * @return the identity; empty if the technology has none, and then the last known entry is read
   *     again to see whether it is still the same
   */
  default String identity() {
    return "";
  }

  /**
   * Whether of several letters with one id the last one counts, as in a log that keeps only that.
   *
   * @return false by default: the first one counts, unless it was removed in between
   */
  default boolean keepsLast() {
    return false;
  }

  /**
   * Where the log ends. Blocks.
   *
   * @return the position behind the last entry; 0 if there is none, or no log
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  long end();

  /**
   * Reads entries in their order. Blocks.
   *
   * @param from the first position to read
   * @param end the position to stop before, at most what {@link #end} has returned
   * @param taker gets each entry, and returns whether it wants more
   * @throws io.busline.error.BrokerException if the broker cannot be reached, or sends no more
   */
  void read(long from, long end, Predicate<LetterEntry> taker);

  /** Ends reading. Nothing by default. */
  @Override
  default void close() {}
}
