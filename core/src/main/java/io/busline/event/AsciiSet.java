package io.busline.event;

/** A set of ASCII characters, of which it is known at one look whether it has one. */
final class AsciiSet {
  private final long low;
  private final long high;

  AsciiSet(String characters) {
    long first = 0;
    long second = 0;
    for (int i = 0; i < characters.length(); i++) {
      char c = characters.charAt(i);
      if (c >= 2 * Long.SIZE) {
        throw new IllegalArgumentException("not ASCII: " + c);
      }
      if (c < Long.SIZE) {
        first |= 1L << c;
      } else {
        second |= 1L << c;
      }
    }
    low = first;
    high = second;
  }

  boolean contains(char c) {
    return c < 2 * Long.SIZE && ((c < Long.SIZE ? low : high) >>> c & 1) != 0;
  }
}
