package io.busline.admin;

import io.busline.event.Event;
import java.util.Optional;

/**
 * Data that a dead letter does not have, because the letter with it was too large for its broker.
 * It travels as the extension attribute {@value #EXTENSION} of the letter's event.
 *
 * @param bytes how large the data is, in bytes
 * @param sha256 its SHA-256, in 64 characters of {@code 0-9a-f}
 * @param position where the original was in its topic, as the broker counts; empty if it does not
 */
public record OmittedData(long bytes, String sha256, String position) {

  /** The extension's name; its value is {@code bytes/sha256/position}. */
  public static final String EXTENSION = "buslineomitted";

  private static final int PARTS = 3;

  /**
   * Reads what an event says of its data.
   *
   * @param event an event of a dead letter
   * @return what is left out, or empty if the event has its data
   */
  public static Optional<OmittedData> of(Event<?> event) {
    String[] parts = event.extensions().getOrDefault(EXTENSION, "").split("/", PARTS);
    try {
      return parts.length == PARTS
          ? Optional.of(new OmittedData(Long.parseLong(parts[0]), parts[1], parts[2]))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * The extension's value.
   *
   * @return the text
   */
  public String text() {
    return bytes + "/" + sha256 + "/" + position;
  }
}
