package io.busline.spi;

/** A text that is never shown. Deliberately without {@code equals}. */
public final class Secret {
  private final String value;

  /**
   * Wraps a text.
   *
   * @param value the secret
   */
  public Secret(String value) {
    this.value = value;
  }

  /**
   * Gives the text to whom must have it, such as a client library.
   *
   * @return the secret
   */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
