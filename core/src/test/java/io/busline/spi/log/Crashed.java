package io.busline.spi.log;

/** Ends what a process is doing when it crashes. */
final class Crashed extends Error {
  private static final long serialVersionUID = 1L;

  Crashed() {
    super("crashed", null, false, false);
  }
}
