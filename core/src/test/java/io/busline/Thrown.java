package io.busline;

/** Throws whatever a test likes, as code of other languages does, whatever is declared. */
final class Thrown {
  private Thrown() {}

  @SuppressWarnings("unchecked") // That is the point.
  static <E extends Throwable> RuntimeException undeclared(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
