package io.busline.spi;

import io.busline.admin.DeadLetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first letters that a book has read for a list, so that they need not be read again for its
 * pages. Bounded by bytes, and kept until the last page is read or another list begins. For one
 * thread at a time.
 */
final class LettersAtHand {
  private static final long MOST_BYTES = 8L << 20;

  /** What a letter takes beside its data, about. */
  private static final long LETTER_BYTES = 1_024;

  private final Map<Long, DeadLetter> letters = new HashMap<>();
  private boolean collecting;
  private long bytes;

  /** From now on, letters are kept until there is no more room. */
  void begin() {
    clear();
    collecting = true;
  }

  /** Keeps no more than there is. */
  void end() {
    collecting = false;
  }

  void add(long position, DeadLetter letter) {
    long size = size(letter);
    if (collecting && bytes + size <= MOST_BYTES) {
      bytes += size;
      letters.put(position, letter);
    }
  }

  void remove(long position) {
    DeadLetter letter = letters.remove(position);
    if (letter != null) {
      bytes -= size(letter);
    }
  }

  private static long size(DeadLetter letter) {
    return LETTER_BYTES + letter.event().data().length;
  }

  @Nullable DeadLetter at(long position) {
    return letters.get(position);
  }

  void clear() {
    letters.clear();
    bytes = 0;
  }
}
