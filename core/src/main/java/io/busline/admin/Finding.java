package io.busline.admin;

/**
 * One thing a doctor saw.
 *
 * @param severity how bad it is
 * @param subject what was looked at, in a few words
 * @param message what was found and, unless all is well, what to do
 */
public record Finding(Severity severity, String subject, String message) {

  /** How bad a finding is. */
  public enum Severity {
    /** As it should be. */
    OK,
    /** Works, but can lose events or surprise. */
    WARNING,
    /** Does not work. */
    FAILURE
  }

  /**
   * All is well.
   *
   * @param subject what was looked at
   * @param message what was found
   * @return the finding
   */
  public static Finding ok(String subject, String message) {
    return new Finding(Severity.OK, subject, message);
  }

  /**
   * Works, with a risk.
   *
   * @param subject what was looked at
   * @param message what was found and what to do
   * @return the finding
   */
  public static Finding warning(String subject, String message) {
    return new Finding(Severity.WARNING, subject, message);
  }

  /**
   * Does not work.
   *
   * @param subject what was looked at
   * @param message what was found and what to do
   * @return the finding
   */
  public static Finding failure(String subject, String message) {
    return new Finding(Severity.FAILURE, subject, message);
  }
}
