package io.busline.tck;

/** Exceptions that fail, or do not come back, when they are asked what happened. */
final class OddExceptions {
  private OddExceptions() {}

  /** An exception that fails when it is asked what happened. */
  static final class Unspeakable extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("injected into getMessage()");
    }
  }

  /** An exception that fails when it is asked why and where. */
  static final class Causeless extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable getCause() {
      throw new StackOverflowError("injected into getCause()");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new LinkageError("injected into getStackTrace()");
    }
  }

  /** An exception that does not come back when it is asked what happened. */
  static final class Endless extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Gate gate;

    Endless(Gate gate) {
      this.gate = gate;
    }

    @Override
    public String getMessage() {
      gate.passStubbornly();
      return "at last";
    }
  }
}
