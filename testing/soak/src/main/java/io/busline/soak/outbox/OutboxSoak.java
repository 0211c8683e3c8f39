package io.busline.soak.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** The command {@code dev/soak outbox}. */
public final class OutboxSoak {
  private static final int FAULTS = 1;
  private static final int MISUSE = 2;

  private OutboxSoak() {}

  /**
   * Soaks and ends the JVM: with 0 if no fault was found, 1 if one was, and 2 if it was told
   * something that it cannot do.
   *
   * @param args as {@code dev/soak --help} tells
   * @throws Exception if a server or process cannot be started
   */
  public static void main(String[] args) throws Exception {
    System.exit(run(new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8), args));
  }

  /** The same, and the status with which the JVM is to end. */
  static int run(PrintStream out, String... args) throws Exception {
    OutboxOptions options;
    try {
      options = OutboxOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("soak: " + e.getMessage() + ". See dev/soak --help");
      return MISUSE;
    }
    try (OutboxRun run = new OutboxRun(options, out)) {
      return run.soak() ? 0 : FAULTS;
    }
  }
}
