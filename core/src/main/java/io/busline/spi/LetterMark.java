package io.busline.spi;

/**
 * What an entry is recognised by.
 *
 * @param position where it is
 * @param text what it says
 */
record LetterMark(long position, String text) {

  static LetterMark of(LetterEntry entry) {
    return new LetterMark(
        entry.position(),
        entry instanceof LetterEntry.Stored stored
            ? stored.letter().id() + " " + stored.letter().deadAt()
            : entry.toString());
  }
}
