package io.busline.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes of the JDK that measures. */
public final class Jvm {

  private Jvm() {}

  /** The path of its {@code java}. */
  public static String command() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Runs a JVM, whose words are ours. */
  public static void run(List<String> command, List<String> more)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(more);
    int exit =
        new ProcessBuilder(all)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IllegalStateException(String.join(" ", more) + " failed; its reason is above");
    }
  }
}
