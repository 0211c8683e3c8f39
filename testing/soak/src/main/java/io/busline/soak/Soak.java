package io.busline.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.UUID;

/** The command {@code dev/soak}. */
public final class Soak {
  private static final int FAULTS = 1;
  private static final int MISUSE = 2;

  private Soak() {}

  /**
   * Soaks and ends the JVM: with 0 if no fault was found, 1 if one was, and 2 if it was told
   * something that it cannot do.
   *
   * @param args as {@code dev/soak --help} tells
   */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
    System.exit(run(out, Boolean.getBoolean("soak.terminal"), args));
  }

  /** The same, and the status with which the JVM is to end. */
  static int run(PrintStream out, boolean terminal, String... args) {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("soak: " + e.getMessage() + ". See dev/soak --help");
      return MISUSE;
    }
    String name = "soak" + UUID.randomUUID().toString().substring(0, 6);
    try (Target target = Places.open(options.url(), name, options.release())) {
      Run run = new Run(options, name, target, out, terminal);
      Thread cut = new Thread(run::cutShort, "cut-short");
      Runtime.getRuntime().addShutdownHook(cut);
      try {
        return run.soak() ? 0 : FAULTS;
      } finally {
        run.close();
        forget(cut);
      }
    } catch (IllegalArgumentException e) {
      System.err.println("soak: " + e.getMessage() + ". See dev/soak --help");
      return MISUSE;
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook has run or will.
    }
  }
}
