package io.busline.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Has a target read an input, and fails if anything but a refusal comes out, if the refusal's
 * message is none for people, or if reading took more time or memory than such an input may.
 */
final class Guard {

  /** Far more than any input of ours takes, with room for a first time that loads classes. */
  private static final Duration MOST_TIME = Duration.ofSeconds(5);

  /**
   * What any input may allocate: buffers, exceptions with their traces, classes that are loaded.
   */
  private static final long LITTLE = 16L << 20;

  /** What each byte may allocate: an empty JSON object has three, and takes a hundred. */
  private static final int PER_BYTE = 256;

  /** A line of a log that is longer is read by nobody. */
  private static final int LONGEST_MESSAGE = 1_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Guard() {}

  /** Whether the input was read, and not refused. */
  static boolean read(Target target, byte[] input) throws Exception {
    Cost cost = cost(target, input);
    // The first time, classes are loaded, and the fuzzer changes them. Once more tells the truth.
    return cost.isFair(input) ? cost.isRead : cost(target, input).fair(input).isRead;
  }

  private static Cost cost(Target target, byte[] input) throws Exception {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    boolean isRead = isRead(target, input);
    return new Cost(
        isRead,
        THREADS.getCurrentThreadCpuTime() - nanos,
        THREADS.getCurrentThreadAllocatedBytes() - bytes);
  }

  private record Cost(boolean isRead, long nanos, long bytes) {

    boolean isFair(byte[] input) {
      return nanos <= MOST_TIME.toNanos() && bytes <= LITTLE + (long) PER_BYTE * input.length;
    }

    Cost fair(byte[] input) {
      if (!isFair(input)) {
        throw new AssertionError(
            "%d bytes took %d ms and %d bytes of memory"
                .formatted(input.length, nanos / 1_000_000, bytes));
      }
      return this;
    }
  }

  private static boolean isRead(Target target, byte[] input) throws Exception {
    try {
      target.read(input);
      return true;
    } catch (Exception e) {
      if (!target.isRefusal(e)) {
        throw e;
      }
      requireMessage(e);
      return false;
    }
  }

  /** Names the class only: what is wrong with a message may be long, or drive a terminal. */
  private static void requireMessage(Exception refusal) {
    String message = refusal.getMessage();
    boolean isSentence =
        message != null
            && !message.isBlank()
            && message.length() <= LONGEST_MESSAGE
            && message.chars().noneMatch(Character::isISOControl);
    if (!isSentence) {
      throw new AssertionError("no message for people", refusal);
    }
  }
}
