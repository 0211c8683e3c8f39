package io.busline;

/** Stands for an event during whose handling the process ended, too often to be by chance. */
final class NeverFinished extends Exception {
  private static final long serialVersionUID = 1L;

  NeverFinished(int times) {
    super(
        "the event was handed out %d times and the process ended each time without an outcome"
            .formatted(times),
        null,
        false,
        false);
  }
}
