package io.busline.event;

import io.busline.error.DecodingException;

/**
 * Which version of its type's data an event has, so that a reader knows whether it can read it. A
 * change that old readers survive, such as one more field, needs no new version; a change that they
 * do not survive does. Travels as the extension attribute {@value #EXTENSION}, from version 2 on:
 * an event without it has version 1.
 */
public final class DataVersion {

  /** The extension's name; its value is a whole number from 1. */
  public static final String EXTENSION = "dataversion";

  private static final int MOST_DIGITS = 9;

  private DataVersion() {}

  /**
   * The version of an event's data.
   *
   * @param event an event as it travels
   * @return the version, 1 if the event does not say
   * @throws DecodingException if what it says is no version
   */
  public static int of(Event<?> event) {
    if (event.extensions().isEmpty()) {
      return 1;
    }
    String text = event.extensions().get(EXTENSION);
    if (text == null) {
      return 1;
    }
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= MOST_DIGITS
            && text.charAt(0) != '0'
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber) {
      throw new DecodingException(
          "event %s has the %s %s, which is not a whole number from 1"
              .formatted(event.id(), EXTENSION, Quoted.of(text)));
    }
    return Integer.parseInt(text);
  }

  /**
   * Marks an event with a version.
   *
   * @param event the event
   * @param version the version, from 1
   * @param <T> the type of its data
   * @return the event with that version
   */
  public static <T> Event<T> mark(Event<T> event, int version) {
    EventBuilder<T> marked = event.toBuilder().withoutExtension(EXTENSION);
    return (version > 1 ? marked.extension(EXTENSION, Integer.toString(version)) : marked).build();
  }
}
