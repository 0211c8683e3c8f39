package io.busline;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a failure says of itself. An exception of a user's own may throw whatever it is asked, or
 * take for ever: the first is caught here, and because of the second this is asked on threads only
 * that have nothing else to do.
 */
final class FailureText {

  /** Where the handler's own code is; below come our frames, which tell a user nothing. */
  private static final int FRAMES = 12;

  private static final int CAUSES = 4;

  /** Enough to understand a failure; a message may hold a whole document. */
  private static final int LONGEST_MESSAGE = 1_000;

  private static final String UNREADABLE = "(its message cannot be read)";

  private FailureText() {}

  /** An exception's message, or nothing. */
  static String messageOf(Throwable failure) {
    try {
      String message = failure.getMessage();
      return message == null ? "" : message;
    } catch (Throwable e) {
      return UNREADABLE;
    }
  }

  /** Class and message of a failure and of its deepest cause, on one line. */
  static String summary(Throwable failure) {
    Deque<Throwable> chain = chain(failure);
    Throwable root = chain.getLast();
    return root == failure ? line(failure) : line(failure) + ", caused by " + line(root);
  }

  /** A failure, its causes and the top of their stacks, on many lines. */
  static String trace(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause : chain(failure)) {
      text.append(text.isEmpty() ? "" : "caused by ");
      text.append(line(cause)).append('\n');
      StackTraceElement[] frames = framesOf(cause);
      for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
        text.append("  at ").append(frames[i]).append('\n');
      }
    }
    return text.toString().stripTrailing();
  }

  private static String line(Throwable failure) {
    String name = failure.getClass().getName();
    String message = messageOf(failure);
    if (message.length() > LONGEST_MESSAGE) {
      message = message.substring(0, LONGEST_MESSAGE) + "…";
    }
    return message.isEmpty() ? name : name + ": " + message;
  }

  private static Deque<Throwable> chain(Throwable failure) {
    Deque<Throwable> chain = new ArrayDeque<>();
    for (Throwable t = failure; t != null && chain.size() < CAUSES; t = causeOf(t)) {
      chain.add(t);
    }
    return chain;
  }

  private static @Nullable Throwable causeOf(Throwable failure) {
    try {
      return failure.getCause();
    } catch (Throwable e) {
      return null;
    }
  }

  private static StackTraceElement[] framesOf(Throwable failure) {
    try {
      StackTraceElement[] frames = failure.getStackTrace();
      return frames == null ? new StackTraceElement[0] : frames;
    } catch (Throwable e) {
      return new StackTraceElement[0];
    }
  }
}
