package io.busline.spi;

import io.busline.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * The mark on an event that is published again from a dead letter, for one group only. It travels
 * as the extension attribute {@value #EXTENSION}; other groups pass over such an event, and the
 * handler does not see the mark.
 *
 * @param group the only group to handle the event
 * @param letter the id of the dead letter it was
 */
public record Redrive(String group, String letter) {

  /** The extension's name; its value is {@code group/letter}. */
  public static final String EXTENSION = "buslineredrive";

  /**
   * Reads the mark.
   *
   * @param event an event as it travels
   * @return the mark, or null on an event that is not redriven
   */
  public static @Nullable Redrive of(Event<?> event) {
    if (event.extensions().isEmpty()) {
      return null;
    }
    String value = event.extensions().get(EXTENSION);
    if (value == null) {
      return null;
    }
    int slash = value.indexOf('/');
    return slash < 0
        ? new Redrive(value, "")
        : new Redrive(value.substring(0, slash), value.substring(slash + 1));
  }

  /**
   * Puts the mark on an event.
   *
   * @param event the event
   * @param <T> the type of its data
   * @return the marked event
   */
  public <T> Event<T> mark(Event<T> event) {
    return event.toBuilder().extension(EXTENSION, group + "/" + letter).build();
  }

  /**
   * Takes a mark off an event, if it has one.
   *
   * @param event the event
   * @param <T> the type of its data
   * @return the event without the mark
   */
  public static <T> Event<T> unmark(Event<T> event) {
    return event.extensions().containsKey(EXTENSION)
        ? event.toBuilder().withoutExtension(EXTENSION).build()
        : event;
  }

  /**
   * What tells a redriven event from the original for a broker that suppresses duplicates.
   *
   * @param event an event as it travels
   * @return the mark's text, empty for an ordinary event
   */
  public static String discriminator(Event<?> event) {
    return event.extensions().isEmpty() ? "" : event.extensions().getOrDefault(EXTENSION, "");
  }
}
