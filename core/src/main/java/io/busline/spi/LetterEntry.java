package io.busline.spi;

import io.busline.admin.DeadLetter;
import java.util.List;

/** One entry of a {@link LetterLog}. */
public sealed interface LetterEntry {

  /**
   * Where it is.
   *
   * @return its position; later entries have higher ones
   */
  long position();

  /**
   * A letter.
   *
   * @param position where it is
   * @param letter the letter
   */
  record Stored(long position, DeadLetter letter) implements LetterEntry {}

  /**
   * The news that letters were removed.
   *
   * @param position where it is
   * @param ids the letters' ids
   */
  record Removed(long position, List<String> ids) implements LetterEntry {

    /**
     * Copies the list.
     *
     * @param position where it is
     * @param ids the letters' ids
     */
    public Removed {
      ids = List.copyOf(ids);
    }
  }

  /**
   * What another program has written, and is neither.
   *
   * @param position where it is
   * @param key what the program calls it, which {@link Removed} may name; empty for nothing
   */
  record Foreign(long position, String key) implements LetterEntry {}
}
