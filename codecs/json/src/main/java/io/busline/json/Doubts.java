package io.busline.json;

/**
 * Whether the document that a thread writes has something in it of which only reading tells that it
 * can be read. Most have not, and are not read.
 */
final class Doubts {
  private final ThreadLocal<Boolean> raised = ThreadLocal.withInitial(() -> Boolean.FALSE);

  void raise() {
    raised.set(Boolean.TRUE);
  }

  boolean areRaised() {
    return raised.get();
  }

  void restore(boolean before) {
    raised.set(before);
  }

  /** Whether there are any; there are none any more. */
  boolean take() {
    boolean any = raised.get();
    if (any) {
      raised.set(Boolean.FALSE);
    }
    return any;
  }
}
