package io.busline.cloudevents;

import org.jspecify.annotations.Nullable;

/** The attributes that the specification itself defines. */
enum CoreAttribute {
  ID(0, "id"),
  SOURCE(1, "source"),
  TYPE(2, "type"),
  SPECVERSION(3, "specversion"),
  TIME(4, "time"),
  SUBJECT(5, "subject"),
  DATACONTENTTYPE(6, "datacontenttype"),
  DATASCHEMA(7, "dataschema");

  static final int COUNT = values().length;

  /** A place of its own in an array: a message is read faster than a map can be made. */
  final int index;

  final String text;

  CoreAttribute(int index, String text) {
    this.index = index;
    this.text = text;
  }

  /**
   * The only attribute that a name can be, by its length and its second letter, in either case;
   * null if none.
   */
  static @Nullable CoreAttribute guess(String header, int start) {
    return switch (header.length() - start) {
      case 2 -> ID;
      case 4 -> (header.charAt(start + 1) | 0x20) == 'y' ? TYPE : TIME;
      case 6 -> SOURCE;
      case 7 -> SUBJECT;
      case 10 -> DATASCHEMA;
      case 11 -> SPECVERSION;
      case 15 -> DATACONTENTTYPE;
      default -> null;
    };
  }

  /** The attribute whose name ends a header's name, found without making a string of the end. */
  static @Nullable CoreAttribute find(String header, int start, boolean ignoreCase) {
    CoreAttribute guess = guess(header, start);
    return guess != null && header.regionMatches(ignoreCase, start, guess.text, 0, guess.length())
        ? guess
        : null;
  }

  private int length() {
    return text.length();
  }
}
