package io.busline.schema;

/**
 * What a change means to the readers of one version, given the events of the other.
 *
 * @param impact how bad it is
 * @param text what happens to them, in the plural: {@code get null}
 */
public record Effect(Impact impact, String text) {

  /** How bad it is. */
  public enum Impact {
    /** Every event is read as it was meant. */
    FINE,
    /** Every event is read, and something about it deserves a look. */
    CAUTION,
    /** Events are refused until readers are renewed, as the raised version says. */
    ANNOUNCED,
    /** Some events are refused, misread, or never received. */
    BREAKS
  }

  static Effect fine(String text) {
    return new Effect(Impact.FINE, text);
  }

  static Effect caution(String text) {
    return new Effect(Impact.CAUTION, text);
  }

  static Effect announced(String text) {
    return new Effect(Impact.ANNOUNCED, text);
  }

  static Effect breaks(String text) {
    return new Effect(Impact.BREAKS, text);
  }

  /** For readers that cannot tell. */
  static Effect none() {
    return fine("see no difference");
  }

  boolean isWorseThan(Effect other) {
    return impact.compareTo(other.impact) > 0;
  }
}
